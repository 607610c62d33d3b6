  # --- the bank -----------------------------------------------------------------------------------
  # bank: values (N, P), and while training AdamW's first and second moments, gradients, and where those of several
  # calls make one step their sum, each (N, P). An adapter's values in order: per layer, per group of matrices with one input
  # (q k v, o, gate up, down): A of its adapted matrices, one below the other (sum of R, in), then B
  # of each (out, R). ranks: R of each matrix of each layer (7 layers), 0 where no adapter is.
  # scales: that of each adapter and matrix (N, 7 layers), then per layer and group one value for each
  # row of A (N, 1, sum of R), in the type of the weights.

  def open_bank(self: __torch__.Transformer, ranks: Tensor, values: List[Tensor], scales: Tensor) -> Tensor:
    self.ranks = annotate(List[int], ranks.tolist())
    self.bank = [torch.stack(values)]
    return self.spread(scales, ranks)

  def spread(self: __torch__.Transformer, scales: Tensor, ranks: Tensor) -> Tensor:
    spread = annotate(List[Tensor], [])
    spread.append(torch.clone(scales))
    each = torch.repeat_interleave(scales, ranks.to(scales.device), 1).to(self.compute_type).unsqueeze(1)
    at = 0
    for layer in range(self.layers):
      for group in range(4):
        count = 0
        for module in range([0, 3, 4, 6][group], [3, 4, 6, 7][group]):
          count = count + self.ranks[layer * 7 + module]
        spread.append(each.narrow(2, at, count))
        at = at + count
    self.scales = spread
    return self.look(ranks)

  # `summed` is 1 where gradients are summed over several calls, and 0 where each call steps.
  def open_training(self: __torch__.Transformer, summed: Tensor) -> Tensor:
    for i in range(3 + int(summed)):
      self.bank.append(torch.zeros_like(self.bank[0]))
    return self.look(summed)

  # Looks anew at what has moved.
  def look(self: __torch__.Transformer, like: Tensor) -> Tensor:
    self.values = self.views(self.bank[0])
    if len(self.bank) > 3:
      self.slopes = self.views(self.bank[3])
    return like

  # How many tensors the bank and the cache hold, for leak tests.
  def count_state(self: __torch__.Transformer, like: Tensor) -> Tensor:
    return torch.full([1], len(self.bank) + len(self.scales) + len(self.below) + len(self.cache), dtype=4, layout=None, device=like.device).cpu()

  def close_bank(self: __torch__.Transformer, like: Tensor) -> Tensor:
    self.bank = annotate(List[Tensor], [])
    self.scales = annotate(List[Tensor], [])
    self.values = annotate(List[Tensor], [])
    self.slopes = annotate(List[Tensor], [])
    self.below = annotate(List[Tensor], [])
    return like

  # Adds adapters behind those in the bank.
  def admit(self: __torch__.Transformer, ranks: Tensor, values: List[Tensor], scales: Tensor) -> Tensor:
    added = torch.stack(values)
    state = annotate(List[Tensor], [])
    for i in range(len(self.bank)):
      state.append(torch.cat([self.bank[i], added if i == 0 else torch.zeros_like(added)]))
    self.bank = state
    return self.spread(torch.cat([self.scales[0], scales]), ranks)

  # Keeps the adapters of the given indices.
  def keep(self: __torch__.Transformer, indices: Tensor) -> Tensor:
    state = annotate(List[Tensor], [])
    for tensor in self.bank:
      state.append(tensor.index_select(0, indices.to(tensor.device)))
    self.bank = state
    spread = annotate(List[Tensor], [])
    for tensor in self.scales:
      spread.append(tensor.index_select(0, indices.to(tensor.device)))
    self.scales = spread
    return self.look(indices)

  # A copy of one adapter's values (P), and 1 where all of them are finite.
  def take(self: __torch__.Transformer, index: Tensor) -> Tuple[Tensor, Tensor]:
    values = torch.clone(self.bank[0][int(index)])
    return (values, torch.isfinite(values).all().to(4).view([1]).cpu())

  # Copies blocks between the layouts of two ranks: each line of `blocks` is the target's offset and
  # row length, the source's offset and row length, rows, columns.
  def copy_blocks(self: __torch__.Transformer, source: Tensor, size: Tensor, blocks: Tensor) -> Tensor:
    target = torch.zeros([int(size)], dtype=6, layout=None, device=source.device)
    for block in annotate(List[List[int]], blocks.tolist()):
      to, to_length, start, length, rows, columns = block
      a = target.narrow(0, to, rows * to_length).view([rows, to_length]).narrow(1, 0, columns)
      a.copy_(source.narrow(0, start, rows * length).view([rows, length]).narrow(1, 0, columns))
    return target

  # Per layer eleven views into the bank: A of q k v (N, sum of R, H), B of q, k, v (N, out, R), A of
  # o, B of o, A of gate up, B of gate, up, A of down, B of down. What is absent has no values.
  def views(self: __torch__.Transformer, values: Tensor) -> List[Tensor]:
    out = annotate(List[Tensor], [])
    n = values.size(0)
    hidden = self.weights[0].size(1)
    q, k = self.heads * self.head_size, self.kv_heads * self.head_size
    inputs = [hidden, q, hidden, self.intermediate]
    outputs = [q, k, k, hidden, self.intermediate, self.intermediate, hidden]
    nothing = torch.narrow(values, 1, 0, 0)
    at = 0
    for layer in range(self.layers):
      for group in range(4):
        first, last = [0, 3, 4, 6][group], [3, 4, 6, 7][group]
        count = 0
        for module in range(first, last):
          count = count + self.ranks[layer * 7 + module]
        if count == 0:
          out.append(nothing)
        else:
          size = count * inputs[group]
          out.append(values.narrow(1, at, size).view([n, count, inputs[group]]))
          at = at + size
        for module in range(first, last):
          rank = self.ranks[layer * 7 + module]
          if rank == 0:
            out.append(nothing)
          else:
            size = outputs[module] * rank
            out.append(values.narrow(1, at, size).view([n, outputs[module], rank]))
            at = at + size
    return out

  # The lowest place with adapters: four times its layer, plus its group.
  def lowest(self: __torch__.Transformer) -> int:
    found = -1
    for i in range(len(self.ranks)):
      if self.ranks[i] > 0 and found < 0:
        found = torch.floordiv(i, 7) * 4 + [0, 0, 0, 1, 2, 2, 3][i % 7]
    return found

