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

  # Overwrites rows of a weight, from `row` on, with values in its own order: of any float type, or the bytes of bf16.
  # Returns the least and the greatest of them as they are stored (NaN where one is NaN): (2).
  def fill_weight(self: __torch__.Transformer, values: Tensor, where: Tensor) -> Tensor:
    index, row = annotate(List[int], where.tolist())
    target = self.weights[index]
    if values.dtype == 0:
      values = torch.view_copy(values, dtype=15)
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
    flat = self.plain(index).view([-1])
    distance = torch.floordiv(flat.size(0) + most - 1, most)
    distance = distance + 1 - distance % 2
    return torch.slice(flat, 0, 0, 9223372036854775807, distance).to(15).to(6).cpu()

  # packed: for each matrix the same in oneDNN's blocked order, in which products with few rows are up to twice as fast on a
  # CPU. It takes the matrix's place in `weights`, but for the token table. Does nothing the second time.
  def pack(self: __torch__.Transformer, like: Tensor) -> Tensor:
    nothing = torch.empty([0], dtype=6, layout=None, device=like.device)
    for i in range(len(self.weights)):
      if i >= len(self.packed):
        self.packed.append(nothing)
      weight = self.weights[i]
      if weight.dim() == 2 and i > 0:
        self.packed[i] = ops.mkldnn._reorder_linear_weight(weight, 64)
        self.weights[i] = nothing
    return like

  def is_packed(self: __torch__.Transformer, index: int) -> bool:
    if index < len(self.packed):
      return ops.prim.is_mkldnn(self.packed[index])
    return False

  # A weight in its own order.
  def plain(self: __torch__.Transformer, index: int) -> Tensor:
    if self.is_packed(index):
      return torch.to_dense(self.packed[index])
    return self.weights[index]

  # The same for a caller who reads it piece by piece.
  def plain_weight(self: __torch__.Transformer, index: Tensor) -> Tensor:
    return self.plain(annotate(List[int], index.tolist())[0])

  # Rows of such a weight, in f32 and in the host's memory.
  def rows_of(self: __torch__.Transformer, weight: Tensor, where: Tensor) -> Tensor:
    row, rows = annotate(List[int], where.tolist())
    return torch.contiguous(weight.narrow(0, row, rows)).to(6).cpu()

  # x (M, in) times the frozen matrix of an index (out, in): (M, out).
  def product(self: __torch__.Transformer, x: Tensor, index: int) -> Tensor:
    if self.is_packed(index):
      return ops.mkldnn._linear_pointwise(x, self.packed[index], None, "none", annotate(List[Optional[number]], []), "")
    return torch.linear(x, self.weights[index])

  # Takes over a model's weights and what is packed of them.
  def take_weights(self: __torch__.Transformer, weights: List[Tensor], packed: List[Tensor]) -> Tensor:
    self.weights = weights
    self.packed = packed
    return weights[0].narrow(0, 0, 1)

  # What is packed, but for what the only adapter of the bank changes, and nothing where nothing is: one for each weight.
  def unchanged_packed(self: __torch__.Transformer, like: Tensor) -> List[Tensor]:
    nothing = torch.empty([0], dtype=6, layout=None, device=like.device)
    unchanged = annotate(List[Tensor], [])
    for i in range(len(self.weights)):
      unchanged.append(self.packed[i] if self.is_packed(i) else nothing)
    for layer in range(self.layers):
      for group in range(4):
        if self.values[layer * 11 + [0, 4, 6, 9][group]].numel() > 0:
          unchanged[4 + layer * 12 + [1, 5, 8, 10][group]] = nothing
    return unchanged

  # The weights with the only adapter of the bank added.
  def merged_weights(self: __torch__.Transformer, like: Tensor) -> List[Tensor]:
    merged = annotate(List[Tensor], [])
    for weight in self.weights:
      merged.append(weight)
    leaves, sizes = self.values, self.widths()
    for layer in range(self.layers):
      for group in range(4):
        a = leaves[layer * 11 + [0, 4, 6, 9][group]]
        if a.numel() > 0:
          index = 4 + layer * 12 + [1, 5, 8, 10][group]
          changed = torch.clone(self.plain(index))
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

  # The inverse root mean square of each row: x (M, n), result (M, 1) in f32.
  def inverse_rms(self: __torch__.Transformer, x: Tensor) -> Tensor:
    length = torch.linalg_vector_norm(x, 2, [-1], True, dtype=6)
    return length.mul_(length).mul_(1. / x.size(-1)).add_(self.epsilon).rsqrt_()

  # x (M, n) by such numbers, times a norm's weight (n).
  def scaled(self: __torch__.Transformer, x: Tensor, inverse: Tensor, norm: Tensor) -> Tensor:
    if x.dtype == 6:
      return torch.mul(x, inverse).mul_(norm)
    return torch.mul(x, inverse).to(x.dtype).mul_(norm)

  # The columns of each matrix.
  def widths(self: __torch__.Transformer) -> List[int]:
    q, k = self.heads * self.head_size, self.kv_heads * self.head_size
    hidden = self.weights[0].size(1)
    return [q, k, k, hidden, self.intermediate, self.intermediate, hidden]

  # The outputs (M, all outputs) of a group of matrices with one input x (M, in), one beside the other: the frozen product, its bias, and
  # what adapters add for the first `adapted` tokens. Keeps the adapters' input and what A makes of it, (N, L, sum of R).
  def project(self: __torch__.Transformer, x: Tensor, layer: int, group: int, values: List[Tensor], scales: List[Tensor],
      pack: Tensor, slot: Tensor, adapted: int, kept: List[Tensor]) -> Tensor:
    at = 4 + layer * 12 + [1, 5, 8, 10][group]
    y = self.product(x, at)
    if self.weights[at + 1].numel() > 0:
      y.add_(self.weights[at + 1])
    if adapted == 0:
      return y
    a = values[layer * 11 + [0, 4, 6, 9][group]]
    if a.numel() == 0:
      return y
    packed = x.narrow(0, 0, adapted)
    if pack.numel() > 0:
      packed = x.index_select(0, pack)
    packed = packed.view([a.size(0), -1, x.size(1)])  # (N, L, in)
    low = torch.bmm(packed, a.to(x.dtype).transpose(1, 2)).mul_(scales[1 + layer * 4 + group])
    kept.append(packed)
    kept.append(low)
    widths = self.widths()
    column, rank_at = 0, 0
    for module in range([0, 3, 4, 6][group], [3, 4, 6, 7][group]):
      rank = self.ranks[layer * 7 + module]
      if rank > 0:
        b = values[layer * 11 + [1, 2, 3, 5, 7, 8, 10][module]].to(x.dtype)
        part = y.narrow(0, 0, adapted).narrow(1, column, widths[module])
        if pack.numel() == 0 and low.size(1) >= 64:
          # One product after another, but long ones, and without a large tensor between them and y.
          part.view([a.size(0), -1, widths[module]]).baddbmm_(low.narrow(2, rank_at, rank), b.transpose(1, 2))
        else:
          change = torch.bmm(low.narrow(2, rank_at, rank), b.transpose(1, 2)).view([-1, widths[module]])  # (N L, out)
          if pack.numel() > 0:
            change = change.index_select(0, slot)
          part.add_(change)
        rank_at = rank_at + rank
      column = column + widths[module]
    return y

  # Turns the heads of x (M, heads, d) by their positions, in place; `way` -1 turns them back. cosines and sines (M, 1, d / 2).
  def turn(self: __torch__.Transformer, x: Tensor, cosines: Tensor, sines: Tensor, way: float) -> Tensor:
    half = torch.floordiv(self.head_size, 2)
    low, high = x.narrow(2, 0, half), x.narrow(2, half, half)
    kept = torch.mul(low, sines)
    low.mul_(cosines).addcmul_(high, sines, value=-way)
    high.mul_(cosines).add_(kept, alpha=way)
    return x

  # Norms of the heads of queries and keys, in place, where the model has them. x (M, heads + 2 kv_heads, d).
  def norm_heads(self: __torch__.Transformer, x: Tensor, layer: int) -> Tensor:
    for which in range(2):
      norm = self.weights[4 + layer * 12 + 3 + which]
      if norm.numel() > 0:
        part = x.narrow(1, [0, self.heads][which], [self.heads, self.kv_heads][which])
        part.copy_(self.scaled(part, self.inverse_rms(part), norm))
    return x

  # Attention of rows over themselves. q (M, heads, d), k and v (M, kv_heads, d), result (M, heads d).
  def attend(self: __torch__.Transformer, q: Tensor, k: Tensor, v: Tensor, pack: Tensor, slot: Tensor,
      rows: int) -> Tensor:
    tokens = q.size(0)
    if pack.numel() > 0:
      q = torch.embedding(q.reshape([tokens, -1]), pack)
      k = torch.embedding(k.reshape([tokens, -1]), pack)
      v = torch.embedding(v.reshape([tokens, -1]), pack)
    q = q.reshape([rows, -1, self.heads, self.head_size]).transpose(1, 2)  # (D, heads, T, d)
    k = k.reshape([rows, -1, self.kv_heads, self.head_size]).transpose(1, 2)
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
    angles = positions.to(6).view([-1, 1, 1]) * self.weights[3].narrow(0, 0, torch.floordiv(self.head_size, 2))
    cosines = torch.cos(angles).to(x.dtype)  # (M, 1, d / 2)
    sines = torch.sin(angles).to(x.dtype)
    places, which, mask = ids, ids, x
    if caching > 0:
      places = self.places(rows, positions)
    if caching == 2:
      which, mask = self.look_back(rows, positions, pack, depth, length)
    for layer in range(self.layers):
      at = 4 + layer * 12
      normed = self.scaled(x, self.inverse_rms(x), self.weights[at])
      kept = annotate(List[Tensor], [])
      qkv = self.project(normed, layer, 0, leaves, self.scales, lora_pack, lora_slot, adapted, kept)
      each = self.norm_heads(qkv.view([tokens, -1, self.head_size]), layer)
      self.turn(each.narrow(1, 0, self.heads + self.kv_heads), cosines, sines, 1.)
      q = each.narrow(1, 0, self.heads)
      k, v = each.narrow(1, self.heads, self.kv_heads), each.narrow(1, self.heads + self.kv_heads, self.kv_heads)
      if caching > 0:
        self.remember(layer, each.narrow(1, self.heads, 2 * self.kv_heads), places)
      if caching == 2:
        mixed = self.attend_cached(q, layer, which, mask, pack, slot)
      else:
        mixed = self.attend(q, k, v, pack, slot, depth)
      x = x + self.project(mixed, layer, 1, leaves, self.scales, lora_pack, lora_slot, adapted, kept)
      normed = self.scaled(x, self.inverse_rms(x), self.weights[at + 7])
      fed = self.project(normed, layer, 2, leaves, self.scales, lora_pack, lora_slot, adapted, kept)
      inner = torch.silu(fed.narrow(1, 0, self.intermediate)).mul_(fed.narrow(1, self.intermediate, self.intermediate))
      x = x + self.project(inner, layer, 3, leaves, self.scales, lora_pack, lora_slot, adapted, kept)
    return x

  def final_norm(self: __torch__.Transformer, x: Tensor) -> Tensor:
    return self.scaled(x, self.inverse_rms(x), self.weights[2])

