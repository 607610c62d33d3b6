package dev.seal.lora.internal.engine;

import dev.seal.api.model.TargetModule;
import dev.seal.lora.internal.adapter.AdapterFile;
import dev.seal.lora.internal.adapter.AdapterKey;
import dev.seal.lora.internal.adapter.LoraWeights;
import dev.seal.lora.internal.checkpoint.ModelConfig;
import dev.seal.lora.internal.checkpoint.ModelTensors;
import java.util.Arrays;
import java.util.Map;

/** The transformer in plain Java and double precision, one token sequence at a time. */
final class Oracle {

  private final ModelConfig config;
  private final Map<String, float[]> weights;
  private final AdapterFile adapter;

  /**
   * An oracle.
   *
   * @param adapter the adapter whose changes apply, or null
   */
  Oracle(ModelConfig config, Map<String, float[]> weights, AdapterFile adapter) {
    this.config = config;
    this.weights = weights;
    this.adapter = adapter;
  }

  /** The logits (tokens, vocabulary) after each token. */
  double[][] logits(int[] tokens) {
    int hidden = config.hiddenSize();
    double[][] x = new double[tokens.length][hidden];
    float[] table = weights.get(ModelTensors.TOKEN_TABLE);
    for (int t = 0; t < tokens.length; t++) {
      for (int i = 0; i < hidden; i++) {
        x[t][i] = table[tokens[t] * hidden + i];
      }
    }
    for (int layer = 0; layer < config.layers(); layer++) {
      double[][] normed = norm(x, ModelTensors.attentionNorm(layer));
      double[][] q = project(normed, layer, TargetModule.Q_PROJ);
      double[][] k = project(normed, layer, TargetModule.K_PROJ);
      if (config.architecture().normsQueriesAndKeys()) {
        q = normHeads(q, ModelTensors.queryNorm(layer));
        k = normHeads(k, ModelTensors.keyNorm(layer));
      }
      q = rotate(q, config.heads());
      k = rotate(k, config.keyValueHeads());
      double[][] v = project(normed, layer, TargetModule.V_PROJ);
      add(x, project(attend(q, k, v), layer, TargetModule.O_PROJ));
      normed = norm(x, ModelTensors.feedForwardNorm(layer));
      double[][] gate = project(normed, layer, TargetModule.GATE_PROJ);
      double[][] up = project(normed, layer, TargetModule.UP_PROJ);
      for (int t = 0; t < tokens.length; t++) {
        for (int i = 0; i < gate[t].length; i++) {
          up[t][i] *= gate[t][i] / (1 + Math.exp(-gate[t][i]));
        }
      }
      add(x, project(up, layer, TargetModule.DOWN_PROJ));
    }
    float[] output = config.tiedEmbeddings() ? table : weights.get(ModelTensors.OUTPUT);
    return multiply(norm(x, ModelTensors.FINAL_NORM), output, config.vocabularySize(), hidden);
  }

  /** The log-probability of each token but the first. */
  double[] logProbabilities(int[] tokens) {
    double[][] logits = logits(tokens);
    double[] result = new double[tokens.length - 1];
    for (int t = 1; t < tokens.length; t++) {
      double max = Double.NEGATIVE_INFINITY;
      for (double logit : logits[t - 1]) {
        max = Math.max(max, logit);
      }
      double sum = 0;
      for (double logit : logits[t - 1]) {
        sum += Math.exp(logit - max);
      }
      result[t - 1] = logits[t - 1][tokens[t]] - max - Math.log(sum);
    }
    return result;
  }

  private double[][] project(double[][] x, int layer, TargetModule module) {
    int in = ModelTensors.inputs(config, module);
    int out = ModelTensors.outputs(config, module);
    double[][] y = multiply(x, weights.get(ModelTensors.matrix(layer, module)), out, in);
    float[] bias = weights.get(ModelTensors.bias(layer, module));
    if (bias != null) {
      for (double[] row : y) {
        for (int i = 0; i < out; i++) {
          row[i] += bias[i];
        }
      }
    }
    LoraWeights lora =
        adapter == null ? null : adapter.weights().get(new AdapterKey(layer, module));
    if (lora != null) {
      int rank = adapter.spec().rank(layer, module);
      double scale = adapter.spec().scale(layer, module);
      double[][] change = multiply(multiply(x, lora.a(), rank, in), lora.b(), out, rank);
      for (int t = 0; t < y.length; t++) {
        for (int i = 0; i < out; i++) {
          y[t][i] += scale * change[t][i];
        }
      }
    }
    return y;
  }

  private double[][] attend(double[][] q, double[][] k, double[][] v) {
    int size = config.headSize();
    int shared = config.heads() / config.keyValueHeads();
    double[][] mixed = new double[q.length][config.querySize()];
    for (int head = 0; head < config.heads(); head++) {
      int from = head * size;
      int kept = head / shared * size;
      for (int t = 0; t < q.length; t++) {
        double[] scores = new double[t + 1];
        double sum = 0;
        for (int s = 0; s <= t; s++) {
          for (int i = 0; i < size; i++) {
            scores[s] += q[t][from + i] * k[s][kept + i] / Math.sqrt(size);
          }
        }
        double max = Arrays.stream(scores).max().orElse(0);
        for (int s = 0; s <= t; s++) {
          scores[s] = Math.exp(scores[s] - max);
          sum += scores[s];
        }
        for (int s = 0; s <= t; s++) {
          for (int i = 0; i < size; i++) {
            mixed[t][from + i] += scores[s] / sum * v[s][kept + i];
          }
        }
      }
    }
    return mixed;
  }

  private double[][] rotate(double[][] x, int heads) {
    int size = config.headSize();
    double[] frequencies = config.rotary().frequencies(size);
    double[][] turned = new double[x.length][x[0].length];
    for (int t = 0; t < x.length; t++) {
      for (int head = 0; head < heads; head++) {
        for (int i = 0; i < size / 2; i++) {
          double angle = t * frequencies[i];
          int a = head * size + i;
          int b = a + size / 2;
          turned[t][a] = x[t][a] * Math.cos(angle) - x[t][b] * Math.sin(angle);
          turned[t][b] = x[t][b] * Math.cos(angle) + x[t][a] * Math.sin(angle);
        }
      }
    }
    return turned;
  }

  // Each head by itself: its values are a row of the norm's size.
  private double[][] normHeads(double[][] x, String name) {
    int size = config.headSize();
    double[][] normed = new double[x.length][x[0].length];
    for (int t = 0; t < x.length; t++) {
      for (int from = 0; from < x[t].length; from += size) {
        double[][] head = {Arrays.copyOfRange(x[t], from, from + size)};
        System.arraycopy(norm(head, name)[0], 0, normed[t], from, size);
      }
    }
    return normed;
  }

  private double[][] norm(double[][] x, String name) {
    float[] weight = weights.get(name);
    double[][] normed = new double[x.length][x[0].length];
    for (int t = 0; t < x.length; t++) {
      double squares = 0;
      for (double value : x[t]) {
        squares += value * value;
      }
      double scale = 1 / Math.sqrt(squares / x[t].length + config.normEpsilon());
      for (int i = 0; i < x[t].length; i++) {
        normed[t][i] = x[t][i] * scale * weight[i];
      }
    }
    return normed;
  }

  // x (tokens, in), matrix (out, in), result (tokens, out)
  private static double[][] multiply(double[][] x, float[] matrix, int out, int in) {
    double[][] y = new double[x.length][out];
    for (int t = 0; t < x.length; t++) {
      for (int o = 0; o < out; o++) {
        for (int i = 0; i < in; i++) {
          y[t][o] += x[t][i] * matrix[o * in + i];
        }
      }
    }
    return y;
  }

  private static void add(double[][] x, double[][] change) {
    for (int t = 0; t < x.length; t++) {
      for (int i = 0; i < x[t].length; i++) {
        x[t][i] += change[t][i];
      }
    }
  }
}
