  # --- training -----------------------------------------------------------------------------------
  # The way back is written out rather than left to autograd: gradients of adapters go straight into their
  # places, frozen weights have none, and what a layer keeps is what its way back reads.
  #
  # kept: what a layer keeps: its input (M, H) and the inverse root mean square of that (M, 1); what `project` keeps of q k v; queries and
  # keys before their norms with inverse root mean squares, where they have norms; queries, keys and values as attention
  # takes them, and its weights; what `project` keeps of o; the sum after attention and its inverse root mean square; what `project`
  # keeps of gate up; gate and up (M, 2 intermediate); what `project` keeps of down.

  # A list of one row. The compiler takes a list literal that an operator writes into for unused, and
  # would leave the operator out.
  def row(self: __torch__.Transformer, tensor: Tensor, index: int) -> List[Tensor]:
    rows = annotate(List[Tensor], [])
    rows.append(tensor[index])
    return rows

  # x (M, in) times the frozen matrix of an index (out, in) from the other side: x (M, out), result (M, in).
  def product_back(self: __torch__.Transformer, x: Tensor, index: int) -> Tensor:
    if len(self.packed_back) > 0:
      return ops.mkldnn._linear_pointwise(x, self.packed_back[index], None, "none", annotate(List[Optional[number]], []), "")
    return torch.matmul(x, self.weights[index])

  # packed_back: as `packed`, of each matrix's transpose.
  def pack_back(self: __torch__.Transformer, like: Tensor) -> Tensor:
    if len(self.packed_back) == 0:
      nothing = torch.empty([0], dtype=6, layout=None, device=like.device)
      for i in range(len(self.packed)):
        if self.is_packed(i):
          self.packed_back.append(ops.mkldnn._reorder_linear_weight(torch.t(self.plain(i)).contiguous(), 64))
        else:
          self.packed_back.append(nothing)
    return like

  # Adds to `slope`, the gradient by x, what comes back through x's norm; destroys `back`. All (M, n).
  def norm_back(self: __torch__.Transformer, slope: Tensor, back: Tensor, x: Tensor, inverse: Tensor, norm: Tensor) -> Tensor:
    back.mul_(norm)
    along = torch.mul(back, x).sum([-1], True)
    along = along.mul_(inverse).mul_(inverse).mul_(inverse).mul_(-1. / x.size(-1))
    slope.addcmul_(back, inverse)
    slope.addcmul_(x, along)
    return slope

  # Of tensors with a row for each adapter of the bank those of some adapters.
  def part(self: __torch__.Transformer, whole: List[Tensor], first: int, number: int) -> List[Tensor]:
    if number == self.bank[0].size(0):
      return whole
    some = annotate(List[Tensor], [])
    for tensor in whole:
      some.append(tensor.narrow(0, first, number))
    return some

  # Writes the gradients of a group's adapters. back (M, out); adds to `below` (M, in), unless it has no elements, what comes
  # back through the adapters. Products are copied to their places because a batch of products straight into places that do
  # not stand one after another would be taken one by one.
  def adapt_back(self: __torch__.Transformer, back: Tensor, below: Tensor, layer: int, group: int, values: List[Tensor],
      scales: List[Tensor], slopes: List[Tensor], widths: List[int], lora_pack: Tensor, lora_slot: Tensor, real: Tensor, packed: Tensor, low: Tensor) -> Tensor:
    at_a = layer * 11 + [0, 4, 6, 9][group]
    a = values[at_a]
    if lora_pack.numel() > 0:
      back = back.index_select(0, lora_pack)
    back = back.view([a.size(0), -1, back.size(1)])  # (N, L, out)
    if real.numel() > 0:
      low.mul_(real)
    parts = annotate(List[Tensor], [])
    column, at = 0, 0
    for module in range([0, 3, 4, 6][group], [3, 4, 6, 7][group]):
      rank = self.ranks[layer * 7 + module]
      if rank > 0:
        at_b = layer * 11 + [1, 2, 3, 5, 7, 8, 10][module]
        part = back.narrow(2, column, widths[module])
        slopes[at_b].copy_(torch.bmm(part.transpose(1, 2), low.narrow(2, at, rank)))
        parts.append(torch.bmm(part, values[at_b].to(back.dtype)))
        at = at + rank
      column = column + widths[module]
    low_back = parts[0] if len(parts) == 1 else torch.cat(parts, 2)  # (N, L, sum of R)
    low_back.mul_(scales[1 + layer * 4 + group])
    if real.numel() > 0:
      low_back.mul_(real)
    slopes[at_a].copy_(torch.bmm(low_back.transpose(1, 2), packed))
    if below.numel() > 0:
      if lora_slot.numel() > 0:
        below.add_(torch.bmm(low_back, a.to(back.dtype)).view([-1, below.size(1)]).index_select(0, lora_slot))
      else:
        below.view([a.size(0), -1, below.size(1)]).baddbmm_(low_back, a.to(back.dtype))
    return below

  # Attention's weights. q (G, shared T, d), k (G, T, d), where G is rows times kv_heads; result (G, shared T, T).
  def attention(self: __torch__.Transformer, q: Tensor, k: Tensor, mask: Tensor) -> Tensor:
    scores = torch.baddbmm(mask, q, k.transpose(1, 2), alpha=torch.pow(float(self.head_size), -0.5))
    return torch.softmax(scores, 2)

  # What all layers share of a batch. Attention takes heads rather than tokens as its rows, those of the same key and value heads
  # behind each other, so that one gather lays out and pads queries, keys and values, and one takes back what comes out:
  # the head at each place of attention, first those of queries (D, heads, T), then of keys and of values (D, kv_heads, T), among
  # those of all tokens (M, heads + 2 kv_heads); the reverse; the place of each head of what attention makes (M, heads); the
  # reverse; attention's mask (1, heads / kv_heads T, T); 1 for each of its places that is no padding, or nothing where none is;
  # cosines and sines of the positions' angles (M, 1, d / 2); 1 for each of the adapters' slots (N, L, 1) that is no padding, or nothing.
  def maps(self: __torch__.Transformer, positions: Tensor, pack: Tensor, slot: Tensor, lora_pack: Tensor, lora_slot: Tensor,
      depth: int, n: int) -> List[Tensor]:
    tokens, device = positions.size(0), positions.device
    all = self.heads + 2 * self.kv_heads
    places, slots = pack, slot
    if pack.numel() == 0:
      slots = torch.arange(tokens, device=device)
      places = slots
    places = places.view([depth, 1, -1])
    length = places.size(2)
    head = torch.arange(all, device=device)
    at = places * all + head.view([1, -1, 1])  # (D, heads + 2 kv_heads, T)
    taken = torch.cat([at.narrow(1, 0, self.heads).reshape([-1]), at.narrow(1, self.heads, self.kv_heads).reshape([-1]),
        at.narrow(1, self.heads + self.kv_heads, self.kv_heads).reshape([-1])])
    row, place = torch.floor_divide(slots, length).unsqueeze(1), torch.remainder(slots, length).unsqueeze(1)
    queries = (row * self.heads + head.narrow(0, 0, self.heads).unsqueeze(0)) * length + place  # (M, heads)
    keys = (row * self.kv_heads + head.narrow(0, 0, self.kv_heads).unsqueeze(0)) * length + place
    of_queries, of_keys = depth * self.heads * length, depth * self.kv_heads * length
    given = torch.cat([queries, keys + of_queries, keys + (of_queries + of_keys)], 1).view([-1])
    mixed = queries.view([-1])
    mixed_back = (places * self.heads + head.narrow(0, 0, self.heads).view([1, -1, 1])).reshape([-1])
    mask = torch.full([length, length], float("-inf"), dtype=self.compute_type, layout=None, device=device).triu_(1)
    mask = mask.repeat([torch.floordiv(self.heads, self.kv_heads), 1]).unsqueeze(0)
    real, adapted = torch.empty([0, 1], dtype=self.compute_type, layout=None, device=device), torch.empty([0, 1], dtype=self.compute_type, layout=None, device=device)
    if pack.numel() > 0:
      real = torch.zeros([of_queries, 1], dtype=self.compute_type, layout=None, device=device).index_fill_(0, mixed, 1.)
    if lora_pack.numel() > 0:
      adapted = torch.zeros([lora_pack.size(0)], dtype=self.compute_type, layout=None, device=device).index_fill_(0, lora_slot, 1.)
      adapted = adapted.view([n, -1, 1])
    angles = positions.to(6).view([-1, 1, 1]) * self.weights[3].narrow(0, 0, torch.floordiv(self.head_size, 2))
    return [taken, given, mixed, mixed_back, mask, real, torch.cos(angles).to(self.compute_type), torch.sin(angles).to(self.compute_type), adapted]

  # Queries (D kv_heads, heads / kv_heads T, d), keys and values (D kv_heads, T, d), which stand one behind the other.
  def apart(self: __torch__.Transformer, taken: Tensor, depth: int) -> List[Tensor]:
    all, groups = self.heads + 2 * self.kv_heads, depth * self.kv_heads
    size = torch.floordiv(taken.size(0), all)
    queries, keys = size * self.heads, size * self.kv_heads
    return [taken.narrow(0, 0, queries).view([groups, -1, self.head_size]), taken.narrow(0, queries, keys).view([groups, -1, self.head_size]),
        taken.narrow(0, queries + keys, keys).view([groups, -1, self.head_size])]

  # A layer: x (M, H), result (M, H).
  def layer(self: __torch__.Transformer, x: Tensor, layer: int, depth: int, maps: List[Tensor], values: List[Tensor],
      scales: List[Tensor], lora_pack: Tensor, lora_slot: Tensor, kept: List[Tensor]) -> Tensor:
    at = 4 + layer * 12
    tokens = x.size(0)
    inverse = self.inverse_rms(x)
    kept.append(x)
    kept.append(inverse)
    normed = self.scaled(x, inverse, self.weights[at])
    qkv = self.project(normed, layer, 0, values, scales, lora_pack, lora_slot, tokens, kept)
    each = qkv.view([tokens, -1, self.head_size])
    if self.weights[at + 3].numel() > 0:
      for which in range(2):
        part = each.narrow(1, [0, self.heads][which], [self.heads, self.kv_heads][which])
        plain = torch.clone(part)
        inverse = self.inverse_rms(plain)
        part.copy_(self.scaled(plain, inverse, self.weights[at + 3 + which]))
        kept.append(plain)
        kept.append(inverse)
    self.turn(each.narrow(1, 0, self.heads + self.kv_heads), maps[6], maps[7], 1.)
    taken = each.view([-1, self.head_size]).index_select(0, maps[0])
    q, k, v = self.apart(taken, depth)
    weights = self.attention(q, k, maps[4])
    kept.append(taken)
    kept.append(weights if maps[4].size(2) <= 256 else weights.narrow(0, 0, 0))  # those of long rows are made again
    mixed = torch.bmm(weights, v).view([-1, self.head_size]).index_select(0, maps[2]).view([tokens, -1])
    y = self.project(mixed, layer, 1, values, scales, lora_pack, lora_slot, tokens, kept)
    x = y.add_(x)
    inverse = self.inverse_rms(x)
    kept.append(x)
    kept.append(inverse)
    normed = self.scaled(x, inverse, self.weights[at + 7])
    fed = self.project(normed, layer, 2, values, scales, lora_pack, lora_slot, tokens, kept)
    kept.append(fed)
    inner = torch.silu(fed.narrow(1, 0, self.intermediate)).mul_(fed.narrow(1, self.intermediate, self.intermediate))
    y = self.project(inner, layer, 3, values, scales, lora_pack, lora_slot, tokens, kept)
    return y.add_(x)

  # A layer's way back, in which `slope` (M, H), the gradient by what it makes, becomes that by its input. Nothing is computed that
  # only what lies below `lowest` would need: see there.
  def layer_back(self: __torch__.Transformer, slope: Tensor, layer: int, lowest: int, depth: int, maps: List[Tensor],
      values: List[Tensor], scales: List[Tensor], slopes: List[Tensor], widths: List[int], lora_pack: Tensor,
      lora_slot: Tensor, kept: List[Tensor]) -> Tensor:
    at = 4 + layer * 12
    last = lowest - layer * 4  # the lowest group with adapters if it is in this layer, else below 0
    nothing = slope.narrow(0, 0, 0)
    top = len(kept)  # from here on everything kept has been read
    below = nothing
    if last < 3:
      below = self.product_back(slope, at + 10)  # (M, intermediate)
    if values[layer * 11 + 9].numel() > 0:
      self.adapt_back(slope, below, layer, 3, values, scales, slopes, widths, lora_pack, lora_slot, maps[8], kept[top - 2], kept[top - 1])
      top = top - 2
    if last == 3:
      return slope
    top = top - 1
    fed = kept[top]
    gate, up = fed.narrow(1, 0, self.intermediate), fed.narrow(1, self.intermediate, self.intermediate)
    fed_back = torch.empty_like(fed)
    torch.mul(below, torch.silu(gate), out=fed_back.narrow(1, self.intermediate, self.intermediate))
    torch.silu_backward(below.mul_(up), gate, grad_input=fed_back.narrow(1, 0, self.intermediate))
    below = nothing
    if last < 2:
      below = self.product_back(fed_back, at + 8)
    if values[layer * 11 + 6].numel() > 0:
      self.adapt_back(fed_back, below, layer, 2, values, scales, slopes, widths, lora_pack, lora_slot, maps[8], kept[top - 2], kept[top - 1])
      top = top - 2
    if last == 2:
      return slope
    top = top - 2
    self.norm_back(slope, below, kept[top], kept[top + 1], self.weights[at + 7])
    below = nothing
    if last < 1:
      below = self.product_back(slope, at + 5)
    if values[layer * 11 + 4].numel() > 0:
      self.adapt_back(slope, below, layer, 1, values, scales, slopes, widths, lora_pack, lora_slot, maps[8], kept[top - 2], kept[top - 1])
      top = top - 2
    if last == 1:
      return slope
    top = top - 2
    taken, weights = kept[top], kept[top + 1]
    q, k, v = self.apart(taken, depth)
    if weights.numel() == 0:
      weights = self.attention(q, k, maps[4])
    back = below.view([-1, self.head_size]).index_select(0, maps[3])
    if maps[5].numel() > 0:
      back.mul_(maps[5])
    back = back.view([q.size(0), -1, self.head_size])
    taken_back = torch.empty_like(taken)
    q_back, k_back, v_back = self.apart(taken_back, depth)
    torch.bmm(weights.transpose(1, 2), back, out=v_back)
    scores = torch._softmax_backward_data(torch.bmm(back, v.transpose(1, 2)), weights, 2, self.compute_type)
    scores.mul_(torch.pow(float(self.head_size), -0.5))
    torch.bmm(scores, k, out=q_back)
    torch.bmm(scores.transpose(1, 2), q, out=k_back)
    each = taken_back.index_select(0, maps[1]).view([slope.size(0), -1, self.head_size])
    self.turn(each.narrow(1, 0, self.heads + self.kv_heads), maps[6], maps[7], -1.)
    if self.weights[at + 3].numel() > 0:
      for which in range(2):
        part = each.narrow(1, [self.heads, 0][which], [self.kv_heads, self.heads][which])
        top = top - 2
        plain, inverse = kept[top], kept[top + 1]
        part.copy_(self.norm_back(torch.zeros_like(plain), torch.clone(part), plain, inverse, self.weights[at + 4 - which]))
    back = each.view([slope.size(0), -1])
    below = nothing
    if last < 0:
      below = self.product_back(back, at + 1)
    if values[layer * 11].numel() > 0:
      self.adapt_back(back, below, layer, 0, values, scales, slopes, widths, lora_pack, lora_slot, maps[8], kept[top - 2], kept[top - 1])
    if last < 0:
      self.norm_back(slope, below, kept[0], kept[1], self.weights[at])
    return slope

  # What the layers below the lowest adapter make of documents that stand one behind the other; it stays the same while those above
  # are trained, and is kept in `below` for each document (T, H), behind those that are there. sizes: the number of documents;
  # lengths: of each.
  def settle(self: __torch__.Transformer, ids: Tensor, positions: Tensor, pack: Tensor, slot: Tensor, sizes: Tensor,
      lengths: Tensor) -> Tensor:
    depth = int(sizes)
    nothing = torch.empty([0], dtype=4, layout=None, device=ids.device)
    maps = self.maps(positions, pack, slot, nothing, nothing, depth, 0)
    x = torch.embedding(self.weights[0], ids)
    for layer in range(torch.floordiv(self.lowest(), 4)):
      kept = annotate(List[Tensor], [])
      x = self.layer(x, layer, depth, maps, self.values, self.scales, nothing, nothing, kept)
    at = 0
    for length in annotate(List[int], lengths.tolist()):
      self.below.append(torch.clone(x.narrow(0, at, length)))
      at = at + length
    return sizes

  # The losses (N) and the gradient by the last layer's output (M, H). See `step`.
  def loss(self: __torch__.Transformer, x: Tensor, supervised: Tensor, targets: Tensor, shares: Tensor, owners: Tensor,
      n: int) -> Tuple[Tensor, Tensor]:
    chosen = x.index_select(0, supervised)  # (S, H)
    inverse = self.inverse_rms(chosen)
    top = self.scaled(chosen, inverse, self.weights[2])
    back = torch.empty_like(top)
    count = top.size(0)
    missed = torch.empty([count], dtype=6, layout=None, device=x.device)
    chunk = 64  # logits of 50,000 tokens of the vocabulary then stay in the caches of a CPU
    for i in range(torch.floordiv(count + chunk - 1, chunk)):
      start = i * chunk
      size = min(chunk, count - start)
      target = targets.narrow(0, start, size).unsqueeze(1)
      chances = self.product(top.narrow(0, start, size), 1).to(6)  # (chunk, V)
      torch._log_softmax(chances, 1, False, out=chances)
      missed.narrow(0, start, size).copy_(chances.gather(1, target).squeeze(1))
      # The loss's gradient by logits: softmax, less 1 at the target.
      chances.exp_().scatter_add_(1, target, torch.full([size, 1], -1., dtype=6, layout=None, device=x.device))
      back.narrow(0, start, size).copy_(self.product_back(chances.to(top.dtype), 1))
    back.mul_(shares.to(back.dtype).unsqueeze(1))
    # Not a product with zeros and ones: one adapter's NaN would reach the others.
    own = owners.unsqueeze(0) == torch.arange(n, device=x.device).unsqueeze(1)  # (N, S)
    losses = torch.where(own, (missed * shares).neg_().unsqueeze(0), torch.zeros_like(shares).unsqueeze(0)).sum([1])
    slope = torch.zeros_like(x)
    slope.index_copy_(0, supervised, self.norm_back(torch.zeros_like(chosen), back, chosen, inverse, self.weights[2]))
    return (losses, slope)

  # Clips and takes AdamW's step for each adapter whose step is complete, unless its loss or gradient is no number. gradient
  # (N, P); measured: losses and gradient norms (2, N); control: see `step`.
  def optimize(self: __torch__.Transformer, gradient: Tensor, first: int, measured: List[List[float]], control: List[List[float]]) -> Tensor:
    for i in range(len(control)):
      rate, decay, clip, step = control[i]
      norm = measured[1][i]
      if step > 0.:
        if norm - norm == 0. and measured[0][i] - measured[0][i] == 0.:
          too_long = 1.
          if clip > 0.:
            too_long = max(1., (norm + 1e-6) / clip)
          steps = torch.full([1, 1], step, dtype=6, layout=None, device=gradient.device)
          torch._fused_adamw_(self.row(self.bank[0], first + i), self.row(gradient, i), self.row(self.bank[1], first + i),
              self.row(self.bank[2], first + i), annotate(List[Tensor], []), self.row(steps, 0), lr=rate, beta1=0.9,
              beta2=0.999, weight_decay=decay, eps=1e-08, amsgrad=False, maximize=False,
              grad_scale=torch.full([1], too_long, dtype=6, layout=None, device=gradient.device), found_inf=None)
        if len(self.bank) > 4:
          gradient[i].zero_()
    return gradient

  # Forward, backward, and AdamW for the adapters whose optimizer step is complete. sizes: rows D, the first adapter of the bank
  # that takes part, and the number N of those that do, one behind the other in the bank. documents: of each row the number
  # in `below`, or nothing where adapters begin in the first layer.
  # supervised: tokens whose next token counts (S); targets: those next tokens; shares: each one's
  # share in its adapter's loss; owners: its adapter, from 0. control: per adapter learning rate, weight decay,
  # clip norm (0: none), number of the step from 1 (0: only sum the gradients). Returns the losses and
  # the gradient norms before clipping (2, N).
  def step(self: __torch__.Transformer, ids: Tensor, positions: Tensor, pack: Tensor, slot: Tensor,
      lora_pack: Tensor, lora_slot: Tensor, sizes: Tensor, documents: Tensor, supervised: Tensor, targets: Tensor, shares: Tensor,
      owners: Tensor, control: Tensor) -> Tensor:
    depth, first, n = annotate(List[int], sizes.tolist())
    values, scales = self.part(self.values, first, n), self.part(self.scales, first, n)
    slopes, widths = self.part(self.slopes, first, n), self.widths()
    maps = self.maps(positions, pack, slot, lora_pack, lora_slot, depth, n)
    lowest = self.lowest()
    bottom = torch.floordiv(lowest, 4)
    if documents.numel() > 0:
      settled = annotate(List[Tensor], [])
      for document in annotate(List[int], documents.tolist()):
        settled.append(self.below[document])
      x = torch.cat(settled)
    else:
      x = torch.embedding(self.weights[0], ids)  # (M, H)
    kept = annotate(List[List[Tensor]], [])
    for layer in range(bottom, self.layers):
      mine = annotate(List[Tensor], [])
      x = self.layer(x, layer, depth, maps, values, scales, lora_pack, lora_slot, mine)
      kept.append(mine)
    losses, slope = self.loss(x, supervised, targets, shares, owners, n)
    for i in range(self.layers - bottom):
      layer = self.layers - 1 - i
      self.layer_back(slope, layer, lowest, depth, maps, values, scales, slopes, widths, lora_pack, lora_slot, kept[layer - bottom])
      kept[layer - bottom] = annotate(List[Tensor], [])
    gradient = self.bank[3].narrow(0, first, n)  # (N, P)
    if len(self.bank) > 4:
      gradient = self.bank[4].narrow(0, first, n).add_(gradient)
    report = torch.stack([losses, torch.linalg_vector_norm(gradient, 2, [1])]).cpu()
    self.optimize(gradient, first, annotate(List[List[float]], report.tolist()), annotate(List[List[float]], control.tolist()))
    return report
