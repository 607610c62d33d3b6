  # --- training -----------------------------------------------------------------------------------
  # The way back is written out rather than left to autograd: gradients of adapters go straight into their
  # places, frozen weights have none, and what a layer keeps is what its way back reads.
  #
  # kept: per layer its input h (M, H) and h's inverse root mean square (M, 1); then what `adapt` keeps of q k v; queries,
  # keys and values as attention takes them; its weights; what `adapt` keeps of o; h after attention and its inverse
  # root mean square; what `adapt` keeps of gate up; gate and up (M, 2 intermediate); what `adapt` keeps of down.

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

  def pack_back(self: __torch__.Transformer, like: Tensor) -> Tensor:
    if len(self.packed_back) == 0:
      nothing = torch.empty([0], dtype=6, layout=None, device=like.device)
      for i in range(len(self.weights)):
        weight = self.weights[i]
        if weight.dim() == 2 and i > 0:
          self.packed_back.append(ops.mkldnn._reorder_linear_weight(torch.t(weight).contiguous(), 64))
        else:
          self.packed_back.append(nothing)
    return like

  # The inverse root mean square of each row: x (M, n), result (M, 1) in f32.
  def inverse_rms(self: __torch__.Transformer, x: Tensor) -> Tensor:
    length = torch.linalg_vector_norm(x, 2, [-1], True, dtype=6)
    return length.mul_(length).mul_(1. / x.size(-1)).add_(self.epsilon).rsqrt_()

  def scaled(self: __torch__.Transformer, x: Tensor, inverse: Tensor, norm: Tensor) -> Tensor:
    if x.dtype == 6:
      return torch.mul(x, inverse).mul_(norm)
    return torch.mul(x, inverse).to(x.dtype).mul_(norm)

  # Adds to `slope`, the gradient by x, what comes back through x's norm; destroys `back`. All (M, n).
  def norm_back(self: __torch__.Transformer, slope: Tensor, back: Tensor, x: Tensor, inverse: Tensor, norm: Tensor) -> Tensor:
    back.mul_(norm)
    along = torch.mul(back, x).sum([-1], True)
    along = along.mul_(inverse).mul_(inverse).mul_(inverse).mul_(-1. / x.size(-1))
    slope.addcmul_(back, inverse)
    slope.addcmul_(x, along)
    return slope

  # The columns of each matrix of a group.
  def widths(self: __torch__.Transformer) -> List[int]:
    q, k = self.heads * self.head_size, self.kv_heads * self.head_size
    hidden = self.weights[0].size(1)
    return [q, k, k, hidden, self.intermediate, self.intermediate, hidden]

  # Adds to y (M, out), in place, what the adapters make of x (M, in).
  def adapt(self: __torch__.Transformer, x: Tensor, y: Tensor, layer: int, group: int, widths: List[int],
      lora_pack: Tensor, lora_slot: Tensor, kept: List[Tensor]) -> Tensor:
    a = self.values[layer * 11 + [0, 4, 6, 9][group]]
    if a.numel() == 0:
      return y
    packed = x
    if lora_pack.numel() > 0:
      packed = x.index_select(0, lora_pack)
    packed = packed.view([a.size(0), -1, x.size(1)])  # (N, L, in)
    low = torch.bmm(packed, a.to(x.dtype).transpose(1, 2)).mul_(self.scales[1 + layer * 4 + group])  # (N, L, sum of R)
    kept.append(packed)
    kept.append(low)
    column, at = 0, 0
    for module in range([0, 3, 4, 6][group], [3, 4, 6, 7][group]):
      rank = self.ranks[layer * 7 + module]
      if rank > 0:
        b = self.values[layer * 11 + [1, 2, 3, 5, 7, 8, 10][module]].to(x.dtype)
        change = torch.bmm(low.narrow(2, at, rank), b.transpose(1, 2)).view([-1, widths[module]])  # (N L, out)
        if lora_slot.numel() > 0:
          change = change.index_select(0, lora_slot)
        y.narrow(1, column, widths[module]).add_(change)
        at = at + rank
      column = column + widths[module]
    return y

  # Writes the gradients of a group's adapters, or adds to them where `share` is 1 rather than 0. back (M, out); adds to
  # `below` (M, in), unless it has no elements, what comes back through the adapters.
  def adapt_back(self: __torch__.Transformer, back: Tensor, below: Tensor, layer: int, group: int, widths: List[int],
      lora_pack: Tensor, lora_slot: Tensor, real: Tensor, packed: Tensor, low: Tensor, share: float) -> Tensor:
    at_a = layer * 11 + [0, 4, 6, 9][group]
    a = self.values[at_a]
    n = a.size(0)
    if lora_pack.numel() > 0:
      back = back.index_select(0, lora_pack).mul_(real)
    back = back.view([n, -1, back.size(1)])  # (N, L, out)
    parts = annotate(List[Tensor], [])
    column, at = 0, 0
    for module in range([0, 3, 4, 6][group], [3, 4, 6, 7][group]):
      rank = self.ranks[layer * 7 + module]
      if rank > 0:
        at_b = layer * 11 + [1, 2, 3, 5, 7, 8, 10][module]
        part = back.narrow(2, column, widths[module])
        self.add_slope(self.slopes[at_b], part.transpose(1, 2), low.narrow(2, at, rank), share)
        parts.append(torch.bmm(part, self.values[at_b].to(back.dtype)))
        at = at + rank
      column = column + widths[module]
    low_back = parts[0] if len(parts) == 1 else torch.cat(parts, 2)  # (N, L, sum of R)
    low_back.mul_(self.scales[1 + layer * 4 + group])
    self.add_slope(self.slopes[at_a], low_back.transpose(1, 2), packed, share)
    if below.numel() > 0:
      if lora_slot.numel() > 0:
        below.add_(torch.bmm(low_back, a.to(back.dtype)).view([-1, below.size(1)]).index_select(0, lora_slot))
      else:
        below.view([n, -1, below.size(1)]).baddbmm_(low_back, a.to(back.dtype))
    return below

  # Writes the products of a batch (N, a, b) to where their gradients belong, or adds them where `share` is 1. Straight into
  # those places, which do not stand one after another, the products would be taken one by one.
  def add_slope(self: __torch__.Transformer, slope: Tensor, left: Tensor, right: Tensor, share: float) -> Tensor:
    if share > 0.:
      return slope.add_(torch.bmm(left, right))
    return slope.copy_(torch.bmm(left, right))

  # Turns the heads of x (M, heads, d) by their positions, in place; `way` -1 turns them back.
  def turn(self: __torch__.Transformer, x: Tensor, cosines: Tensor, sines: Tensor, way: float) -> Tensor:
    half = torch.floordiv(self.head_size, 2)
    first, second = x.narrow(2, 0, half), x.narrow(2, half, half)
    kept = torch.mul(first, sines)
    first.mul_(cosines).addcmul_(second, sines, value=-way)
    second.mul_(cosines).add_(kept, alpha=way)
    return x

  # Attention's weights. q (G, shared T, d), k (G, T, d), where G is rows times kv_heads; result (G, shared T, T).
  def attention(self: __torch__.Transformer, q: Tensor, k: Tensor, mask: Tensor) -> Tensor:
    scores = torch.baddbmm(mask, q, k.transpose(1, 2), alpha=torch.pow(float(self.head_size), -0.5))
    return torch.softmax(scores, 2)

  # Forward, backward, and AdamW for the adapters whose optimizer step is complete.
  # supervised: tokens whose next token counts (S); targets: those next tokens; shares: each one's
  # share in its adapter's loss; owners: its adapter. control: per adapter learning rate, weight decay,
  # clip norm (0: none), number of the step from 1 (0: only sum the gradients). Returns the losses and
  # the gradient norms before clipping (2, N); an adapter whose loss or gradient is not finite is not
  # stepped.
  def step(self: __torch__.Transformer, ids: Tensor, positions: Tensor, pack: Tensor, slot: Tensor,
      lora_pack: Tensor, lora_slot: Tensor, sizes: Tensor, supervised: Tensor, targets: Tensor, shares: Tensor,
      owners: Tensor, control: Tensor) -> Tensor:
    depth = annotate(List[int], sizes.tolist())[0]
    tokens = ids.size(0)
    n = self.bank[0].size(0)
    dim, all = self.head_size, self.heads + 2 * self.kv_heads
    turning = self.heads + self.kv_heads
    widths = self.widths()
    nothing = torch.empty([0], dtype=6, layout=None, device=ids.device)
    # Where attention finds the heads of its slots, and where tokens find theirs again.
    if pack.numel() > 0:
      places, slots = pack.view([depth, 1, -1]), slot
    else:
      places = torch.arange(tokens, device=ids.device).view([depth, 1, -1])
      slots = places.view([-1])
    length = places.size(2)
    head = torch.arange(all, device=ids.device)
    taken = places * all + head.view([1, -1, 1])  # (D, all, T)
    taken = torch.cat([taken.narrow(1, 0, self.heads).reshape([-1]), taken.narrow(1, self.heads, self.kv_heads).reshape([-1]),
        taken.narrow(1, turning, self.kv_heads).reshape([-1])])
    line = torch.floor_divide(slots, length).unsqueeze(1)
    place = torch.remainder(slots, length).unsqueeze(1)
    query_at = (line * self.heads + head.narrow(0, 0, self.heads).unsqueeze(0)) * length + place  # (M, heads)
    key_at = (line * self.kv_heads + head.narrow(0, 0, self.kv_heads).unsqueeze(0)) * length + place
    count_q, count_k = depth * self.heads * length, depth * self.kv_heads * length
    given = torch.cat([query_at, key_at + count_q, key_at + (count_q + count_k)], 1).view([-1])
    mixed_at = query_at.view([-1])
    mixed_from = (places * self.heads + head.narrow(0, 0, self.heads).view([1, -1, 1])).reshape([-1])
    shared = torch.floordiv(self.heads, self.kv_heads)
    groups = depth * self.kv_heads
    mask = torch.full([length, length], float("-inf"), dtype=self.compute_type, layout=None, device=ids.device).triu_(1)
    mask = mask.repeat([shared, 1]).unsqueeze(0)  # (1, shared T, T)
    real, real_heads = nothing, nothing
    if lora_pack.numel() > 0:
      real = torch.zeros([lora_pack.size(0), 1], dtype=self.compute_type, layout=None, device=ids.device).index_fill_(0, lora_slot, 1.)
    if pack.numel() > 0:
      real_heads = torch.zeros([mixed_from.size(0), 1], dtype=self.compute_type, layout=None, device=ids.device).index_fill_(0, mixed_at, 1.)
    angles = positions.to(6).view([-1, 1, 1]) * self.weights[3].narrow(0, 0, torch.floordiv(dim, 2))  # (M, 1, d / 2)
    cosines, sines = torch.cos(angles).to(self.compute_type), torch.sin(angles).to(self.compute_type)

    kept = annotate(List[List[Tensor]], [])
    x = torch.embedding(self.weights[0], ids)  # (M, H)
    for layer in range(self.layers):
      at = 4 + layer * 12
      mine = annotate(List[Tensor], [])
      inverse = self.inverse_rms(x)
      mine.append(x)
      mine.append(inverse)
      normed = self.scaled(x, inverse, self.weights[at])
      qkv = self.product(normed, at + 1)
      if self.weights[at + 2].numel() > 0:
        qkv.add_(self.weights[at + 2])
      self.adapt(normed, qkv, layer, 0, widths, lora_pack, lora_slot, mine)
      each = qkv.view([tokens, all, dim])
      if self.weights[at + 3].numel() > 0:
        for which in range(2):
          part = each.narrow(1, [0, self.heads][which], [self.heads, self.kv_heads][which])
          plain = torch.clone(part)
          inverse = self.inverse_rms(plain)
          part.copy_(self.scaled(plain, inverse, self.weights[at + 3 + which]))
          mine.append(plain)
          mine.append(inverse)
      self.turn(each.narrow(1, 0, turning), cosines, sines, 1.)
      taking = each.view([-1, dim]).index_select(0, taken)  # q, k, v behind each other
      q = taking.narrow(0, 0, count_q).view([groups, -1, dim])
      k = taking.narrow(0, count_q, count_k).view([groups, -1, dim])
      v = taking.narrow(0, count_q + count_k, count_k).view([groups, -1, dim])
      weights = self.attention(q, k, mask)
      mine.append(taking)
      mine.append(weights)
      mixed = torch.bmm(weights, v).view([-1, dim]).index_select(0, mixed_at).view([tokens, -1])
      y = self.product(mixed, at + 5)
      if self.weights[at + 6].numel() > 0:
        y.add_(self.weights[at + 6])
      self.adapt(mixed, y, layer, 1, widths, lora_pack, lora_slot, mine)
      x = y.add_(x)
      inverse = self.inverse_rms(x)
      mine.append(x)
      mine.append(inverse)
      normed = self.scaled(x, inverse, self.weights[at + 7])
      fed = self.product(normed, at + 8)
      if self.weights[at + 9].numel() > 0:
        fed.add_(self.weights[at + 9])
      self.adapt(normed, fed, layer, 2, widths, lora_pack, lora_slot, mine)
      mine.append(fed)
      inner = torch.silu(fed.narrow(1, 0, self.intermediate)).mul_(fed.narrow(1, self.intermediate, self.intermediate))
      y = self.product(inner, at + 10)
      if self.weights[at + 11].numel() > 0:
        y.add_(self.weights[at + 11])
      self.adapt(inner, y, layer, 3, widths, lora_pack, lora_slot, mine)
      x = y.add_(x)
      kept.append(mine)

    # The loss, and its gradient by the last layer's output.
    chosen = x.index_select(0, supervised)  # (S, H)
    inverse = self.inverse_rms(chosen)
    top = self.scaled(chosen, inverse, self.weights[2])
    back = torch.empty_like(top)
    count = top.size(0)
    missed = torch.empty([count], dtype=6, layout=None, device=x.device)
    chunk = 128
    for i in range(torch.floordiv(count + chunk - 1, chunk)):
      start = i * chunk
      size = min(chunk, count - start)
      target = targets.narrow(0, start, size).unsqueeze(1)
      chances = torch.log_softmax(self.product(top.narrow(0, start, size), 1).to(6), 1)  # (chunk, V)
      missed.narrow(0, start, size).copy_(chances.gather(1, target).squeeze(1))
      chances.exp_().scatter_add_(1, target, torch.full([size, 1], -1., dtype=6, layout=None, device=x.device))
      back.narrow(0, start, size).copy_(self.product_back(chances.to(top.dtype), 1))
    back.mul_(shares.to(back.dtype).unsqueeze(1))
    # Not a product with zeros and ones: one adapter's NaN would reach the others.
    own = owners.unsqueeze(0) == torch.arange(n, device=x.device).unsqueeze(1)  # (N, S)
    losses = torch.where(own, (missed * shares).neg_().unsqueeze(0), torch.zeros_like(shares).unsqueeze(0)).sum([1])
    slope = torch.zeros_like(x)
    slope.index_copy_(0, supervised, self.norm_back(torch.zeros_like(chosen), back, chosen, inverse, self.weights[2]))

    share = float(self.summed)
    last = self.lowest()
    for down in range(self.layers - torch.floordiv(last, 4)):
      layer = self.layers - 1 - down
      at = 4 + layer * 12
      mine = kept[layer]
      # From the end of what was kept.
      top_at = len(mine)
      bottom = last - layer * 4  # the lowest group with adapters, if it is in this layer
      inner_back = nothing
      if bottom < 3:
        inner_back = self.product_back(slope, at + 10)  # (M, intermediate)
      if self.values[layer * 11 + 9].numel() > 0:
        self.adapt_back(slope, inner_back, layer, 3, widths, lora_pack, lora_slot, real, mine[top_at - 2], mine[top_at - 1], share)
        top_at = top_at - 2
      if bottom < 3:
        top_at = top_at - 1
        fed = mine[top_at]
        gate, up = fed.narrow(1, 0, self.intermediate), fed.narrow(1, self.intermediate, self.intermediate)
        opened = torch.silu(gate)
        fed_back = torch.empty_like(fed)
        torch.mul(inner_back, opened, out=fed_back.narrow(1, self.intermediate, self.intermediate))
        fed_back.narrow(1, 0, self.intermediate).copy_(torch.silu_backward(inner_back.mul_(up), gate))
        below = nothing
        if bottom < 2:
          below = self.product_back(fed_back, at + 8)
        if self.values[layer * 11 + 6].numel() > 0:
          self.adapt_back(fed_back, below, layer, 2, widths, lora_pack, lora_slot, real, mine[top_at - 2], mine[top_at - 1], share)
          top_at = top_at - 2
        if bottom < 2:
          self.norm_back(slope, below, mine[top_at - 2], mine[top_at - 1], self.weights[at + 7])
          top_at = top_at - 2
          mixed_back = nothing
          if bottom < 1:
            mixed_back = self.product_back(slope, at + 5)
          if self.values[layer * 11 + 4].numel() > 0:
            self.adapt_back(slope, mixed_back, layer, 1, widths, lora_pack, lora_slot, real, mine[top_at - 2], mine[top_at - 1], share)
            top_at = top_at - 2
          if bottom < 1:
            taking, weights = mine[top_at - 2], mine[top_at - 1]
            top_at = top_at - 2
            q = taking.narrow(0, 0, count_q).view([groups, -1, dim])
            k = taking.narrow(0, count_q, count_k).view([groups, -1, dim])
            v = taking.narrow(0, count_q + count_k, count_k).view([groups, -1, dim])
            out_back = mixed_back.view([-1, dim]).index_select(0, mixed_from)
            if pack.numel() > 0:
              out_back.mul_(real_heads)
            out_back = out_back.view([groups, -1, dim])
            taking_back = torch.empty_like(taking)
            torch.bmm(weights.transpose(1, 2), out_back, out=taking_back.narrow(0, count_q + count_k, count_k).view([groups, -1, dim]))
            score_back = torch._softmax_backward_data(torch.bmm(out_back, v.transpose(1, 2)), weights, 2, self.compute_type)
            score_back.mul_(torch.pow(float(dim), -0.5))
            torch.bmm(score_back, k, out=taking_back.narrow(0, 0, count_q).view([groups, -1, dim]))
            torch.bmm(score_back.transpose(1, 2), q, out=taking_back.narrow(0, count_q, count_k).view([groups, -1, dim]))
            each = taking_back.index_select(0, given).view([tokens, all, dim])
            self.turn(each.narrow(1, 0, turning), cosines, sines, -1.)
            if self.weights[at + 3].numel() > 0:
              for which in range(2):
                part = each.narrow(1, [self.heads, 0][which], [self.kv_heads, self.heads][which])
                plain, inverse = mine[top_at - 2], mine[top_at - 1]
                top_at = top_at - 2
                part.copy_(self.norm_back(torch.zeros_like(plain), torch.clone(part), plain, inverse, self.weights[at + 4 - which]))
            qkv_back = each.view([tokens, -1])
            below = nothing
            if bottom < 0:
              below = self.product_back(qkv_back, at + 1)
            if self.values[layer * 11].numel() > 0:
              self.adapt_back(qkv_back, below, layer, 0, widths, lora_pack, lora_slot, real, mine[top_at - 2], mine[top_at - 1], share)
            if bottom < 0:
              self.norm_back(slope, below, mine[0], mine[1], self.weights[at])
      kept[layer] = annotate(List[Tensor], [])

    gradient = self.bank[3]  # (N, P)
    norms = torch.linalg_vector_norm(gradient, 2, [1])
    report = torch.stack([losses, norms]).cpu()
    lines = annotate(List[List[float]], control.tolist())
    measured = annotate(List[List[float]], report.tolist())
    for i in range(n):
      rate, decay, clip, step = lines[i]
      norm = measured[1][i]
      if step > 0.:
        if norm - norm == 0. and measured[0][i] - measured[0][i] == 0.:
          if clip > 0. and norm > clip:
            gradient[i].mul_(clip / (norm + 1e-6))
          steps = torch.full([n], step, dtype=6, layout=None, device=x.device)
          torch._fused_adamw_(self.row(self.bank[0], i), self.row(gradient, i), self.row(self.bank[1], i),
              self.row(self.bank[2], i), annotate(List[Tensor], []), self.row(steps, i), lr=rate, beta1=0.9,
              beta2=0.999, weight_decay=decay, eps=1e-08, amsgrad=False, maximize=False, grad_scale=None,
              found_inf=None)
        if self.summed > 0:
          gradient[i].zero_()
    return report
