# The transformer of the Llama family with a bank of LoRA adapters beside it, in TorchScript's
# serialised dialect: one class, typed arguments, no imports. Java puts this text and that of bank.py,
# training.py, generation.py and likelihood.py, which hold further methods of the class, one behind the other
# into an archive, sets the numbers below from the model's configuration, and hands the weights over as tensors.
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
  packed : List[Tensor]
  packed_back : List[Tensor]
  values : List[Tensor]
  slopes : List[Tensor]
  below : List[Tensor]
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

  # packed: for each weight that is a matrix the same in oneDNN's blocked order for products with few rows, which are up to
  # twice as fast with it on a CPU; nothing for other weights. Does nothing the second time.
  def pack(self: __torch__.Transformer, like: Tensor) -> Tensor:
    if len(self.packed) == 0:
      nothing = torch.empty([0], dtype=6, layout=None, device=like.device)
      for i in range(len(self.weights)):
        weight = self.weights[i]
        if weight.dim() == 2 and i > 0:
          self.packed.append(ops.mkldnn._reorder_linear_weight(weight, 64))
        else:
          self.packed.append(nothing)
    return like

  # x (M, in) times the frozen matrix of an index (out, in): (M, out).
  def product(self: __torch__.Transformer, x: Tensor, index: int) -> Tensor:
    if len(self.packed) > 0:
      return ops.mkldnn._linear_pointwise(x, self.packed[index], None, "none", annotate(List[Optional[number]], []), "")
    return torch.linear(x, self.weights[index])

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

  # --- the layers ---------------------------------------------------------------------------------

  # One frozen product and its adapters': the outputs of the group's matrices, each (M, out).
  # Tokens without adapter stand behind those with one.
  def project(self: __torch__.Transformer, x: Tensor, layer: int, group: int, leaves: List[Tensor],
      pack: Tensor, slot: Tensor, adapted: int) -> List[Tensor]:
    at = 4 + layer * 12 + [1, 5, 8, 10][group]
    bias = self.weights[at + 1]
    if x.requires_grad:
      y = torch.linear(x, self.weights[at])
    else:
      y = self.product(x, at)  # (M, all outputs)
    if bias.numel() > 0:
      y = y + bias
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

  # The last layer's output before the final norm (M, H). sizes: rows D, tokens with an adapter, whether
  # the cache is written (1) and read (2), longest row in the cache.
  def hidden(self: __torch__.Transformer, ids: Tensor, positions: Tensor, rows: Tensor, pack: Tensor, slot: Tensor,
      lora_pack: Tensor, lora_slot: Tensor, leaves: List[Tensor], sizes: List[int]) -> Tensor:
    depth, adapted, caching, length = sizes[0], sizes[1], sizes[2], sizes[3]
    tokens = ids.size(0)
    x = torch.embedding(self.weights[0], ids)  # (M, H)
    size = [x.size(1)]
    angles = positions.to(6).view([-1, 1, 1]) * self.weights[3]  # (M, 1, d)
    cosines = torch.cos(angles).to(x.dtype)
    sines = torch.sin(angles).to(x.dtype)
    places, which, mask = ids, ids, x
    if caching > 0:
      places = self.places(rows, positions)
    if caching == 2:
      which, mask = self.look_back(rows, positions, pack, depth, length)
    for layer in range(self.layers):
      at = 4 + layer * 12
      normed = torch.rms_norm(x, size, self.weights[at], self.epsilon)
      qkv = self.project(normed, layer, 0, leaves, lora_pack, lora_slot, adapted)
      q = self.rotate(qkv[0].reshape([tokens, self.heads, self.head_size]), self.weights[at + 3], cosines, sines)
      k = self.rotate(qkv[1].reshape([tokens, self.kv_heads, self.head_size]), self.weights[at + 4], cosines, sines)
      v = qkv[2].reshape([tokens, self.kv_heads, self.head_size])
      if caching > 0:
        self.remember(layer, torch.cat([k, v], 1), places)
      if caching == 2:
        mixed = self.attend_cached(q, layer, which, mask, pack, slot)
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

