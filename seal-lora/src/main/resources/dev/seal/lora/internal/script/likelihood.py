  # --- likelihood ---------------------------------------------------------------------------------

  # The log-probabilities (S) of `targets` after the tokens named by `supervised`.
  def log_likelihood(self: __torch__.Transformer, ids: Tensor, positions: Tensor, pack: Tensor, slot: Tensor,
      lora_pack: Tensor, lora_slot: Tensor, sizes: Tensor, supervised: Tensor, targets: Tensor,
      last: Tensor) -> Tuple[Tensor, Tensor]:
    x = self.hidden(ids, positions, ids, pack, slot, lora_pack, lora_slot, self.values,
        annotate(List[int], sizes.tolist()))
    found = torch.zeros([supervised.size(0)], dtype=6, layout=None, device=x.device)
    count = supervised.size(0)
    chunk = 256
    for i in range(torch.floordiv(count + chunk - 1, chunk)):
      size = min(chunk, count - i * chunk)
      top = self.final_norm(torch.embedding(x, supervised.narrow(0, i * chunk, size)))
      scores = torch.log_softmax(self.product(top, 1).to(6), 1)
      picked = scores.gather(1, targets.narrow(0, i * chunk, size).unsqueeze(1)).squeeze(1)
      found.narrow(0, i * chunk, size).copy_(picked)
    after = self.product(self.final_norm(torch.embedding(x, last)), 1).to(6)
    return (found.cpu(), after.cpu())
