package dev.seal.lora.internal.script;

import dev.seal.api.model.TargetModule;
import dev.seal.lora.internal.checkpoint.ModelConfig;
import dev.seal.lora.internal.checkpoint.ModelTensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Which tensors the script keeps in each of its weights, one below the other. */
final class WeightOrder {

  /** The output matrix; no tensor of its own where the token table is it. */
  static final int HEAD = 1;

  /** How positions turn, which no tensor holds. */
  static final int FREQUENCIES = 3;

  private WeightOrder() {}

  /** The names in each weight, in the script's order; empty where the model has none. */
  static List<List<String>> of(ModelConfig config) {
    List<List<String>> order = new ArrayList<>();
    order.add(List.of(ModelTensors.TOKEN_TABLE));
    order.add(config.tiedEmbeddings() ? List.of() : List.of(ModelTensors.OUTPUT));
    order.add(List.of(ModelTensors.FINAL_NORM));
    order.add(List.of());
    boolean heads = config.architecture().normsQueriesAndKeys();
    for (int layer = 0; layer < config.layers(); layer++) {
      order.add(List.of(ModelTensors.attentionNorm(layer)));
      addGroup(order, config, layer, TargetModule.Q_PROJ, TargetModule.K_PROJ, TargetModule.V_PROJ);
      order.add(heads ? List.of(ModelTensors.queryNorm(layer)) : List.of());
      order.add(heads ? List.of(ModelTensors.keyNorm(layer)) : List.of());
      addGroup(order, config, layer, TargetModule.O_PROJ);
      order.add(List.of(ModelTensors.feedForwardNorm(layer)));
      addGroup(order, config, layer, TargetModule.GATE_PROJ, TargetModule.UP_PROJ);
      addGroup(order, config, layer, TargetModule.DOWN_PROJ);
    }
    return order;
  }

  // The matrices of one input, and their biases.
  private static void addGroup(
      List<List<String>> order, ModelConfig config, int layer, TargetModule... modules) {
    order.add(Arrays.stream(modules).map(module -> ModelTensors.matrix(layer, module)).toList());
    order.add(
        Arrays.stream(modules)
            .filter(config.biases()::contains)
            .map(module -> ModelTensors.bias(layer, module))
            .toList());
  }
}
