# The transformer of the Llama family with a bank of LoRA adapters beside it, in TorchScript's
# serialised dialect: one class, typed arguments, no imports. Java packs this text into an archive,
# sets the numbers below from the model's configuration, and hands the weights over as tensors.
#
# Shapes: M tokens in all (ragged: no padding in any product with a frozen weight), H hidden size,
# V vocabulary, d head size, N adapters in the bank, R the largest rank that one of them has on a matrix
# (smaller ranks, and matrices that an adapter leaves alone, are padded with zeros, which stay zero), P
# values of one adapter, D rows (documents or requests), T tokens of the longest row, L tokens of the
# fullest adapter, S supervised tokens.
#
# The tokens of all rows stand one after another. Where rows must be equally long (attention) or
# adapters equally full (LoRA products), a `pack` names for each padded slot the token that fills it
# (padding repeats a token of the same group; nobody reads what comes out there), and a `slot` names for each token its
# slot. An empty `pack` says that there is no padding: slot i holds token i.
class Transformer(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  layers : int
  heads : int
  kv_heads : int
  head_size : int
  intermediate : int
  epsilon : float
  compute_type : int
  weights : List[Tensor]
  cache : List[Tensor]
  bank : List[Tensor]
  scales : List[Tensor]
  ranks : List[int]

  # --- weights ------------------------------------------------------------------------------------
  # weights: token table (V, H), output head (V, H), final norm (H), rotary frequencies in f32 (d),
  # then per layer: norm (H), q|k|v ((heads + 2 kv_heads) d, H), its bias, norms over each head of q and
  # of k (d), o (H, heads d), its bias, norm (H), gate|up (2 intermediate, H), its bias, down
  # (H, intermediate), its bias. What the model does not have has no elements.

  def add_weight(self: __torch__.Transformer, shape: Tensor, like: Tensor) -> Tensor:
    size = annotate(List[int], shape.tolist())
    weight = torch.zeros(size, dtype=self.compute_type, layout=None, device=like.device)
    self.weights.append(weight)
    return shape

  def add_tied_head(self: __torch__.Transformer, like: Tensor) -> Tensor:
    self.weights.append(self.weights[0])
    return like

  def add_frequencies(self: __torch__.Transformer, frequencies: Tensor) -> Tensor:
    self.weights.append(torch.clone(frequencies))
    return frequencies

  # Overwrites rows of a weight, from `row` on, with values in its own order and any float type. Returns the least and
  # the greatest of them as they are stored (NaN where one is NaN): (2).
  def fill_weight(self: __torch__.Transformer, values: Tensor, where: Tensor) -> Tensor:
    index, row = annotate(List[int], where.tolist())
    target = self.weights[index]
    if target.dim() == 2:
      values = values.view([-1, target.size(1)])
    rows = target.narrow(0, row, values.size(0))
    rows.copy_(values)
    least, greatest = torch.aminmax(rows)
    return torch.stack([least, greatest]).to(6).cpu()

  # Evenly spaced values of a weight, about `most` of them, rounded to bf16, as they are on a GPU. The
  # distance is odd, so that they do not all stand in one column.
  def sample_weight(self: __torch__.Transformer, where: Tensor) -> Tensor:
    index, most = annotate(List[int], where.tolist())
    flat = self.weights[index].view([-1])
    distance = torch.floordiv(flat.size(0) + most - 1, most)
    distance = distance + 1 - distance % 2
    return torch.slice(flat, 0, 0, 9223372036854775807, distance).to(15).to(6).cpu()

  def take_weights(self: __torch__.Transformer, weights: List[Tensor]) -> Tensor:
    self.weights = weights
    return weights[0].narrow(0, 0, 1)

  # The weights with the only adapter of the bank added.
  def merged_weights(self: __torch__.Transformer, like: Tensor) -> List[Tensor]:
    merged = annotate(List[Tensor], [])
    for weight in self.weights:
      merged.append(weight)
    leaves = self.leaves(False)
    q, k, v = self.heads * self.head_size, self.kv_heads * self.head_size, self.kv_heads * self.head_size
    sizes = [q, k, v, self.weights[0].size(1), self.intermediate, self.intermediate, self.weights[0].size(1)]
    for layer in range(self.layers):
      for group in range(4):
        a = leaves[layer * 11 + [0, 4, 6, 9][group]]
        if a.numel() > 0:
          index = 4 + layer * 12 + [1, 5, 8, 10][group]
          changed = torch.clone(self.weights[index])
          row = 0
          at = 0
          for module in range([0, 3, 4, 6][group], [3, 4, 6, 7][group]):
            rank = self.ranks[layer * 7 + module]
            if rank > 0:
              b = leaves[layer * 11 + [1, 2, 3, 5, 7, 8, 10][module]][0]
              scale = self.scales[0][0][layer * 7 + module]
              change = torch.matmul(b, a[0].narrow(0, at, rank)) * scale
              rows = changed.narrow(0, row, sizes[module])
              rows.copy_(rows.to(6) + change)
              at = at + rank
            row = row + sizes[module]
          merged[index] = changed
    return merged

  # --- the bank -----------------------------------------------------------------------------------
  # bank: values (N, P), and while training AdamW's first and second moments and summed gradients,
  # each (N, P). An adapter's values in order: per layer, per group of matrices with one input
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
    return ranks

  # `summed` is 1 where gradients are summed over several calls, and 0 where each call steps.
  def open_training(self: __torch__.Transformer, summed: Tensor) -> Tensor:
    for i in range(2 + int(summed)):
      self.bank.append(torch.zeros_like(self.bank[0]))
    return summed

  # How many tensors the bank and the cache hold, for leak tests.
  def count_state(self: __torch__.Transformer, like: Tensor) -> Tensor:
    return torch.full([1], len(self.bank) + len(self.scales) + len(self.cache), dtype=4, layout=None, device=like.device).cpu()

  def close_bank(self: __torch__.Transformer, like: Tensor) -> Tensor:
    self.bank = annotate(List[Tensor], [])
    self.scales = annotate(List[Tensor], [])
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
    return indices

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
  def leaves(self: __torch__.Transformer, gradients: bool) -> List[Tensor]:
    out = annotate(List[Tensor], [])
    if len(self.bank) == 0:
      return out
    values = self.bank[0]
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
          out.append(values.narrow(1, at, size).view([n, count, inputs[group]]).detach())
          at = at + size
        for module in range(first, last):
          rank = self.ranks[layer * 7 + module]
          if rank == 0:
            out.append(nothing)
          else:
            size = outputs[module] * rank
            out.append(values.narrow(1, at, size).view([n, outputs[module], rank]).detach())
            at = at + size
    if gradients:
      for leaf in out:
        leaf.requires_grad_(True)
    return out

  # --- the layers ---------------------------------------------------------------------------------

  # One frozen product and its adapters': the outputs of the group's matrices, each (M, out).
  # Tokens without adapter stand behind those with one.
  def project(self: __torch__.Transformer, x: Tensor, layer: int, group: int, leaves: List[Tensor],
      pack: Tensor, slot: Tensor, adapted: int) -> List[Tensor]:
    at = 4 + layer * 12 + [1, 5, 8, 10][group]
    bias = self.weights[at + 1]
    if bias.numel() > 0:
      y = torch.linear(x, self.weights[at], bias)  # (M, all outputs)
    else:
      y = torch.linear(x, self.weights[at])
    tokens = x.size(0)
    q, k = self.heads * self.head_size, self.kv_heads * self.head_size
    sizes = [q, k, k, y.size(1), self.intermediate, self.intermediate, y.size(1)]
    low = x
    active = False
    if adapted > 0:
      a = leaves[layer * 11 + [0, 4, 6, 9][group]]
      if a.numel() > 0:
        active = True
        packed = x.narrow(0, 0, adapted)
        if pack.numel() > 0:
          packed = torch.embedding(x, pack)
        packed = packed.view([a.size(0), -1, x.size(1)])  # (N, L, in)
        low = torch.bmm(packed, a.to(x.dtype).transpose(1, 2))  # (N, L, sum of R)
        low = low * self.scales[1 + layer * 4 + group]
    parts = annotate(List[Tensor], [])
    column = 0
    from_row = 0
    for module in range([0, 3, 4, 6][group], [3, 4, 6, 7][group]):
      part = y.narrow(1, column, sizes[module])
      column = column + sizes[module]
      if active:
        rank = self.ranks[layer * 7 + module]
        if rank > 0:
          b = leaves[layer * 11 + [1, 2, 3, 5, 7, 8, 10][module]]
          change = torch.bmm(low.narrow(2, from_row, rank), b.to(x.dtype).transpose(1, 2))
          change = change.view([-1, sizes[module]])  # (N L, out)
          if pack.numel() > 0:
            change = torch.embedding(change, slot)  # (adapted, out)
          if adapted == tokens:
            part = part + change
          else:
            part = torch.cat([part.narrow(0, 0, adapted) + change, part.narrow(0, adapted, tokens - adapted)])
          from_row = from_row + rank
      parts.append(part)
    return parts

  # x (M, heads, d), norm (d) or no elements.
  def rotate(self: __torch__.Transformer, x: Tensor, norm: Tensor, cosines: Tensor, sines: Tensor) -> Tensor:
    if norm.numel() > 0:
      x = torch.rms_norm(x, [self.head_size], norm, self.epsilon)
    half = torch.floordiv(self.head_size, 2)
    turned = torch.cat([-x.narrow(2, half, half), x.narrow(2, 0, half)], -1)
    return x * cosines + turned * sines  # (M, heads, d)

  # Attention of rows over themselves. q (M, heads, d), k and v (M, kv_heads, d), result (M, heads d).
  def attend(self: __torch__.Transformer, q: Tensor, k: Tensor, v: Tensor, pack: Tensor, slot: Tensor,
      rows: int) -> Tensor:
    tokens = q.size(0)
    if pack.numel() > 0:
      q = torch.embedding(q.view([tokens, -1]), pack)
      k = torch.embedding(k.view([tokens, -1]), pack)
      v = torch.embedding(v.reshape([tokens, -1]), pack)
    q = q.view([rows, -1, self.heads, self.head_size]).transpose(1, 2)  # (D, heads, T, d)
    k = k.view([rows, -1, self.kv_heads, self.head_size]).transpose(1, 2)
    v = v.reshape([rows, -1, self.kv_heads, self.head_size]).transpose(1, 2)
    # On a CPU the kernel that never holds all scores (T, T) knows no shared heads, so they are repeated.
    shared = torch.floordiv(self.heads, self.kv_heads)
    if shared > 1:
      if not q.is_cuda:
        k = torch.repeat_interleave(k, shared, 1)
        v = torch.repeat_interleave(v, shared, 1)
    mixed = torch.scaled_dot_product_attention(q, k, v, None, 0., True, scale=None, enable_gqa=q.is_cuda)
    mixed = mixed.transpose(1, 2).reshape([-1, self.heads * self.head_size])  # (D T, heads d)
    if pack.numel() > 0:
      mixed = torch.embedding(mixed, slot)
    return mixed

  # Attention of one new token a row over the row's cache: token i is row i's. q (D, heads, d),
  # positions (D).
  def attend_cached(self: __torch__.Transformer, q: Tensor, layer: int, positions: Tensor, length: int) -> Tensor:
    rows = q.size(0)
    k = self.cache[2 * layer].narrow(2, 0, length)  # (D, kv_heads, length, d)
    v = self.cache[2 * layer + 1].narrow(2, 0, length)
    seen = torch.arange(length, device=q.device).unsqueeze(0) <= positions.unsqueeze(1)  # (D, length)
    grouped = q.view([rows, self.kv_heads, -1, self.head_size])  # (D, kv_heads, heads / kv_heads, d)
    mixed = torch.scaled_dot_product_attention(
        grouped, k, v, seen.view([rows, 1, 1, length]), 0., False, scale=None, enable_gqa=False)
    return mixed.reshape([rows, self.heads * self.head_size])

  # Writes keys and values of tokens at (row, position) of the cache. x (M, kv_heads, d).
  def remember(self: __torch__.Transformer, cache: Tensor, x: Tensor, rows: Tensor, positions: Tensor) -> Tensor:
    each = torch.arange(self.kv_heads, device=x.device).unsqueeze(0)
    at = (rows.unsqueeze(1) * self.kv_heads + each) * cache.size(2) + positions.unsqueeze(1)
    flat = cache.view([-1, self.head_size])
    flat.index_copy_(0, at.view([-1]), x.reshape([-1, self.head_size]))
    return cache

  # The last layer's output before the final norm (M, H). sizes: rows D, tokens with an adapter, whether
  # the cache is written (1) and read (2), longest row in the cache. Reading needs one token a row.
  def hidden(self: __torch__.Transformer, ids: Tensor, positions: Tensor, rows: Tensor, pack: Tensor, slot: Tensor,
      lora_pack: Tensor, lora_slot: Tensor, leaves: List[Tensor], sizes: List[int]) -> Tensor:
    depth, adapted, caching, length = sizes[0], sizes[1], sizes[2], sizes[3]
    tokens = ids.size(0)
    x = torch.embedding(self.weights[0], ids)  # (M, H)
    size = [x.size(1)]
    angles = positions.to(6).view([-1, 1, 1]) * self.weights[3]  # (M, 1, d)
    cosines = torch.cos(angles).to(x.dtype)
    sines = torch.sin(angles).to(x.dtype)
    for layer in range(self.layers):
      at = 4 + layer * 12
      normed = torch.rms_norm(x, size, self.weights[at], self.epsilon)
      qkv = self.project(normed, layer, 0, leaves, lora_pack, lora_slot, adapted)
      q = self.rotate(qkv[0].reshape([tokens, self.heads, self.head_size]), self.weights[at + 3], cosines, sines)
      k = self.rotate(qkv[1].reshape([tokens, self.kv_heads, self.head_size]), self.weights[at + 4], cosines, sines)
      v = qkv[2].reshape([tokens, self.kv_heads, self.head_size])
      if caching > 0:
        self.remember(self.cache[2 * layer], k, rows, positions)
        self.remember(self.cache[2 * layer + 1], v, rows, positions)
      if caching == 2:
        mixed = self.attend_cached(q, layer, positions, length)
      else:
        mixed = self.attend(q, k, v, pack, slot, depth)
      x = x + self.project(mixed, layer, 1, leaves, lora_pack, lora_slot, adapted)[0]
      normed = torch.rms_norm(x, size, self.weights[at + 7], self.epsilon)
      fed = self.project(normed, layer, 2, leaves, lora_pack, lora_slot, adapted)
      inner = torch.silu(fed[0]) * fed[1]
      x = x + self.project(inner, layer, 3, leaves, lora_pack, lora_slot, adapted)[0]
    return x

  def final_norm(self: __torch__.Transformer, x: Tensor) -> Tensor:
    return torch.rms_norm(x, [x.size(1)], self.weights[2], self.epsilon)

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

  # --- generation ---------------------------------------------------------------------------------
  # cache: per layer keys and values, each (D, kv_heads, capacity, d).

  def open_cache(self: __torch__.Transformer, size: Tensor) -> Tensor:
    rows, capacity = annotate(List[int], size.tolist())
    self.cache = annotate(List[Tensor], [])
    like = self.weights[0]
    for i in range(2 * self.layers):
      self.cache.append(torch.zeros([rows, self.kv_heads, capacity, self.head_size], dtype=like.dtype, layout=None, device=like.device))
    return size

  def close_cache(self: __torch__.Transformer, like: Tensor) -> Tensor:
    self.cache = annotate(List[Tensor], [])
    return like

  # Makes new rows out of the rows of the given indices.
  def select_rows(self: __torch__.Transformer, rows: Tensor) -> Tensor:
    for i in range(len(self.cache)):
      self.cache[i] = self.cache[i].index_select(0, rows)
    return rows

  def grow_cache(self: __torch__.Transformer, by: Tensor) -> Tensor:
    for i in range(len(self.cache)):
      self.cache[i] = torch.constant_pad_nd(self.cache[i], [0, 0, 0, int(by)])
    return by

  # Runs tokens and gives the logits (D, V) after the tokens named by `last`. For reading and writing
  # of the cache see `hidden`.
  def logits(self: __torch__.Transformer, ids: Tensor, positions: Tensor, rows: Tensor, pack: Tensor, slot: Tensor,
      lora_pack: Tensor, lora_slot: Tensor, sizes: Tensor, last: Tensor) -> Tensor:
    x = self.hidden(ids, positions, rows, pack, slot, lora_pack, lora_slot, self.leaves(False),
        annotate(List[int], sizes.tolist()))
    if last.numel() > 0:
      x = torch.embedding(x, last)
    return torch.linear(self.final_norm(x), self.weights[1]).to(6)

  # Draws one token for each of the named rows (D), -1 where logits are no numbers. pieces: logits
  # (rows, V), one behind the other. draws: uniform in [0, 1) (D, 1), settings (D, 3): temperature (0:
  # the likeliest), top-p, top-k (0: all).
  def sample(self: __torch__.Transformer, pieces: List[Tensor], rows: Tensor, draws: Tensor, settings: Tensor) -> Tensor:
    logits = pieces[0] if len(pieces) == 1 else torch.cat(pieces)
    if rows.numel() > 0:
      logits = logits.index_select(0, rows)
    peak, best = torch.max(logits, 1)
    best = torch.where(torch.isfinite(peak), best, torch.full_like(best, -1))
    temperature = settings.narrow(1, 0, 1)
    if float(temperature.max()) == 0.:
      return best.cpu()
    ordered, order = torch.sort(logits / torch.clamp(temperature, 1e-6), 1, True)
    chances = torch.softmax(ordered, 1)
    k = settings.narrow(1, 2, 1)
    place = torch.arange(logits.size(1), device=logits.device).unsqueeze(0)
    chances = torch.where((k > 0) & (place >= k), torch.zeros_like(chances), chances)
    chances = chances / chances.sum([1], True)
    before = torch.cumsum(chances, 1) - chances
    chances = torch.where(before < settings.narrow(1, 1, 1), chances, torch.zeros_like(chances))
    reached = torch.cumsum(chances, 1)
    total = reached.narrow(1, logits.size(1) - 1, 1)
    place = (reached <= draws * total).to(4).sum([1], True)
    last = torch.clamp((chances > 0).to(4).sum([1], True) - 1, 0)
    drawn = order.gather(1, torch.minimum(place, last)).squeeze(1)
    return torch.where((temperature.squeeze(1) > 0) & (best >= 0), drawn, best).cpu()

  # --- likelihood ---------------------------------------------------------------------------------

  # The log-probabilities (S) of `targets` after the tokens named by `supervised`.
  def log_likelihood(self: __torch__.Transformer, ids: Tensor, positions: Tensor, pack: Tensor, slot: Tensor,
      lora_pack: Tensor, lora_slot: Tensor, sizes: Tensor, supervised: Tensor, targets: Tensor,
      last: Tensor) -> Tuple[Tensor, Tensor]:
    x = self.hidden(ids, positions, ids, pack, slot, lora_pack, lora_slot, self.leaves(False),
        annotate(List[int], sizes.tolist()))
    found = torch.zeros([supervised.size(0)], dtype=6, layout=None, device=x.device)
    count = supervised.size(0)
    chunk = 256
    for i in range(torch.floordiv(count + chunk - 1, chunk)):
      size = min(chunk, count - i * chunk)
      top = self.final_norm(torch.embedding(x, supervised.narrow(0, i * chunk, size)))
      scores = torch.log_softmax(torch.linear(top, self.weights[1]).to(6), 1)
      picked = scores.gather(1, targets.narrow(0, i * chunk, size).unsqueeze(1)).squeeze(1)
      found.narrow(0, i * chunk, size).copy_(picked)
    after = torch.linear(self.final_norm(torch.embedding(x, last)), self.weights[1]).to(6)
    return (found.cpu(), after.cpu())
