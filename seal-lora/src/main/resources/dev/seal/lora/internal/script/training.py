  # --- training -----------------------------------------------------------------------------------

  # A list of one row. The compiler takes a list literal that an operator writes into for unused, and
  # would leave the operator out.
  def row(self: __torch__.Transformer, tensor: Tensor, index: int) -> List[Tensor]:
    rows = annotate(List[Tensor], [])
    rows.append(tensor[index])
    return rows

  # Forward, backward, and AdamW for the adapters whose optimizer step is complete.
  # supervised: tokens whose next token counts (S); targets: those next tokens; shares: each one's
  # share in its adapter's loss; owners: its adapter. control: per adapter learning rate, weight decay,
  # clip norm (0: none), number of the step from 1 (0: only sum the gradients). Returns the losses and
  # the gradient norms before clipping (2, N); an adapter whose loss or gradient is not finite is not
  # stepped.
  def step(self: __torch__.Transformer, ids: Tensor, positions: Tensor, pack: Tensor, slot: Tensor,
      lora_pack: Tensor, lora_slot: Tensor, sizes: Tensor, supervised: Tensor, targets: Tensor, shares: Tensor,
      owners: Tensor, control: Tensor) -> Tensor:
    numbers = annotate(List[int], sizes.tolist())
    leaves = self.leaves(True)
    x = self.hidden(ids, positions, ids, pack, slot, lora_pack, lora_slot, leaves, numbers)
    top = self.final_norm(torch.embedding(x, supervised))  # (S, H)
    flat = top.detach()
    back = torch.empty_like(flat)
    n = self.bank[0].size(0)
    losses = torch.zeros([n], dtype=6, layout=None, device=x.device)
    count = flat.size(0)
    chunk = 256
    for i in range(torch.floordiv(count + chunk - 1, chunk)):
      start = i * chunk
      size = min(chunk, count - start)
      target = targets.narrow(0, start, size).unsqueeze(1)
      share = shares.narrow(0, start, size)
      logits = torch.linear(flat.narrow(0, start, size), self.weights[1]).to(6)  # (chunk, V)
      total = torch.logsumexp(logits, [1], True)
      missed = (total - logits.gather(1, target)).squeeze(1)
      losses.index_add_(0, owners.narrow(0, start, size), missed * share)
      slope = torch.exp_(torch.sub_(logits, total))  # softmax, then the loss's gradient by logits
      slope.scatter_add_(1, target, torch.full([size, 1], -1., dtype=6, layout=None, device=x.device))
      slope.mul_(share.unsqueeze(1))
      back.narrow(0, start, size).copy_(torch.matmul(slope.to(flat.dtype), self.weights[1]))
    wanted = annotate(List[Tensor], [])
    for leaf in leaves:
      if leaf.numel() > 0:
        wanted.append(leaf)
    pieces = annotate(List[Tensor], [])
    slopes = torch.grad([top], wanted, annotate(List[Optional[Tensor]], [back]), False, False, False)
    for found in slopes:
      pieces.append(ops.prim.unchecked_unwrap_optional(found).reshape([n, -1]))
    gradient = torch.cat(pieces, 1)  # (N, P)
    if len(self.bank) > 3:
      gradient = self.bank[3].add_(gradient)
    norms = torch.linalg_vector_norm(gradient, 2, [1])
    report = torch.stack([losses, norms]).cpu()
    lines = annotate(List[List[float]], control.tolist())
    measured = annotate(List[List[float]], report.tolist())
    for i in range(n):
      rate, decay, clip, step = lines[i]
      norm = measured[1][i]
      if step > 0.:
        if norm - norm == 0. and measured[0][i] - measured[0][i] == 0.:
          if clip > 0.:
            gradient[i].mul_(min(1., clip / (norm + 1e-6)))
          steps = torch.full([n], step, dtype=6, layout=None, device=x.device)
          torch._fused_adamw_(self.row(self.bank[0], i), self.row(gradient, i), self.row(self.bank[1], i),
              self.row(self.bank[2], i), annotate(List[Tensor], []), self.row(steps, i), lr=rate, beta1=0.9,
              beta2=0.999, weight_decay=decay, eps=1e-08, amsgrad=False, maximize=False, grad_scale=None,
              found_inf=None)
        if len(self.bank) > 3:
          self.bank[3][i].zero_()
    return report

