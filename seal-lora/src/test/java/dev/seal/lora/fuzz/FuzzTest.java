package dev.seal.lora.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Throwables;
import dev.seal.api.SealException;
import dev.seal.api.model.Adapter;
import dev.seal.api.model.ChatMessage;
import dev.seal.api.model.EngineOptions;
import dev.seal.api.model.GenerationRequest;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.LoraSpec;
import dev.seal.api.model.ModelRef;
import dev.seal.api.model.Prompt;
import dev.seal.api.model.Sampling;
import dev.seal.api.model.TokenIds;
import dev.seal.api.model.TrainingDocument;
import dev.seal.api.model.TrainingPlan;
import dev.seal.lora.LoraEngine;
import dev.seal.lora.internal.checkpoint.Checkpoint;
import dev.seal.lora.internal.checkpoint.Checkpoints;
import dev.seal.lora.internal.text.ModelTokenizer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Damaged files of every format end in a {@link SealException} that says which file and where, or
 * in a model that works: within two seconds, in the heap that the build gives these tests (512
 * MiB), and without a crash of native code, which would end the whole run. {@code
 * -Dseal.fuzz.mutations=20000} tries more, {@code -Dseal.fuzz.seed=1} others.
 */
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class FuzzTest {

  private static final int MUTATIONS = Integer.getInteger("seal.fuzz.mutations", 2000);
  private static final long SEED = Long.getLong("seal.fuzz.seed", 0);
  private static final long LONGEST_NANOSECONDS = TimeUnit.SECONDS.toNanos(2);

  /** Of the files that are still right, one in so many goes through libtorch, too. */
  private static final int ONE_IN = 40;

  private static final Path RESOURCES = Path.of("src/test/resources");
  private static final Pattern PLACE =
      Pattern.compile(
          "byte \\d|line \\d|at \\$|tensor |token |merge |the file |key |\"[^\"]+\"|lacks \\d+"
              + " tensors|has no |begin with |begins with |GGUF version |fingerprint |is part |:"
              + " [A-Za-z0-9 ._-]+ (must|is) ");
  private static final String SETTINGS_JSON =
      """
      {"lora": {"rank": 16, "alpha": 32, "target_modules": ["q_proj", "v_proj"]},
       "training": {"learning_rate": 0.003, "schedule": "cosine", "clip_norm": 0, "epochs": 10, "batch_size": 1,
                    "warmup_steps": 2, "weight_decay": 0.1, "accumulation": 3, "max_length": 128},
       "self_edit": {"temperature": 1.0, "top_p": 1.0, "max_tokens": 200, "stop_strings": ["x"], "stop_tokens": [3]},
       "answer": {"max_tokens": 10}}
      """;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  @TempDir private static Path root;
  private static @Nullable LanguageModel base;

  /** A file to damage, and the model or adapter that it is part of. */
  enum Subject {
    CONFIG("tiny/llama3-rope", "config.json"),
    CONFIG_OF_QWEN("tiny/qwen2-untied", "config.json"),
    TOKENIZER("tiny/qwen2", "tokenizer.json"),
    TOKENIZER_WITH_BYTE_FALLBACK("tiny/llama-untied-mha", "tokenizer.json"),
    TOKENIZER_CONFIG("tiny/llama3-rope", "tokenizer_config.json"),
    GENERATION_CONFIG("tiny/qwen2", "generation_config.json"),
    CHAT_TEMPLATE("tiny/qwen2", "chat_template.jinja"),
    INDEX("tiny/qwen3-sharded", "model.safetensors.index.json"),
    SAFETENSORS("tiny/llama-mqa-bias", "model.safetensors"),
    SAFETENSORS_SHARD("tiny/qwen3-sharded", "model-00002-of-00002.safetensors"),
    SETTINGS("tiny/qwen2", "seal.json"),
    GGUF_LLAMA("gguf", "llama2.gguf"),
    GGUF_LLAMA_3("gguf", "llama3.gguf"),
    GGUF_QWEN2("gguf", "qwen2.gguf"),
    GGUF_QWEN3_FIRST_PART("gguf", "qwen3-00001-of-00002.gguf"),
    GGUF_QWEN3_SECOND_PART("gguf", "qwen3-00002-of-00002.gguf"),
    ADAPTER_CONFIG("adapter", "adapter_config.json"),
    ADAPTER_WEIGHTS("adapter", "adapter_model.safetensors");

    private final String folder;
    private final String file;

    Subject(String folder, String file) {
      this.folder = folder;
      this.file = file;
    }
  }

  @BeforeAll
  static void openBase() {
    base = new LoraEngine().open(ModelRef.folder(RESOURCES.resolve("tiny/qwen2")), cpu());
  }

  @AfterAll
  static void closeBase() {
    Objects.requireNonNull(base).close();
  }

  @ParameterizedTest
  @EnumSource
  void a_damaged_file_is_refused_or_works(Subject subject) throws IOException {
    Path folder = prepare(subject);
    Path file = folder.resolve(subject.file);
    byte[] original = Files.readAllBytes(file);
    int refused = 0;
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < MUTATIONS; i++) {
      long seed = SEED * 1_000_003 + subject.ordinal() * 100_000_007L + i;
      Mutator mutator = new Mutator(seed);
      byte[] damaged = damaged(subject.file, original, mutator);
      Files.write(file, damaged);
      String what = "mutation %d of %s (seed %d)".formatted(i, subject, seed);
      long start = THREADS.getCurrentThreadCpuTime();
      try {
        open(subject, folder, mutator.oneIn(ONE_IN));
      } catch (SealException e) {
        refused++;
        String message = String.valueOf(e.getMessage());
        if (!namesFileAndPlace(message, folder)) {
          wrong.add(what + " is refused without its file and place: " + message);
        }
      } catch (RuntimeException | Error e) {
        Path kept = Files.write(Path.of("target", "fuzz-" + subject + "-" + seed), damaged);
        wrong.add(what + " (kept in " + kept + ") ends in " + Throwables.getStackTraceAsString(e));
      }
      long nanoseconds = THREADS.getCurrentThreadCpuTime() - start;
      if (nanoseconds > LONGEST_NANOSECONDS) {
        wrong.add(what + " takes " + nanoseconds + " ns");
      }
    }
    assertThat(wrong).isEmpty();
    // Where hardly anything is refused, the damage does not reach what is read.
    assertThat(refused).isGreaterThanOrEqualTo(MUTATIONS / 20);
  }

  private static Path prepare(Subject subject) throws IOException {
    Path folder = Files.createDirectories(root.resolve(subject.name()));
    if (subject.folder.equals("adapter")) {
      try (Adapter adapter = trained()) {
        adapter.save(folder);
      }
      return folder;
    }
    try (Stream<Path> files = Files.list(RESOURCES.resolve(subject.folder))) {
      for (Path each : files.toList()) {
        Files.copy(each, folder.resolve(each.getFileName()));
      }
    }
    if (subject == Subject.SETTINGS) {
      Files.writeString(folder.resolve(subject.file), SETTINGS_JSON);
    }
    return folder;
  }

  private static byte[] damaged(String name, byte[] original, Mutator mutator) {
    boolean text = name.endsWith(".json") || name.endsWith(".jinja");
    if (text && !mutator.oneIn(4)) {
      UnaryOperator<String> change = name.endsWith(".json") ? mutator::json : mutator::text;
      return change
          .apply(new String(original, StandardCharsets.UTF_8))
          .getBytes(StandardCharsets.UTF_8);
    }
    if (name.endsWith(".safetensors") && mutator.oneIn(2)) {
      return reframed(original, mutator);
    }
    return mutator.binary(original, headerBytes(name, original));
  }

  /** A safetensors file with a damaged header of the right length. */
  private static byte[] reframed(byte[] original, Mutator mutator) {
    int length = headerBytes("x.safetensors", original);
    byte[] header =
        mutator
            .json(new String(original, 8, length - 8, StandardCharsets.UTF_8))
            .getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + header.length + original.length - length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .put(header)
        .put(original, length, original.length - length)
        .array();
  }

  private static int headerBytes(String name, byte[] original) {
    if (name.endsWith(".gguf")) {
      return original.length / 2; // the tiny ones are mostly header
    }
    return name.endsWith(".safetensors")
        ? 8 + (int) ByteBuffer.wrap(original).order(ByteOrder.LITTLE_ENDIAN).getLong()
        : original.length;
  }

  private static void open(Subject subject, Path folder, boolean throughLibtorch) {
    if (subject.folder.equals("adapter")) {
      try (Adapter adapter = Objects.requireNonNull(base).load(folder)) {
        generate(base, adapter);
      }
      return;
    }
    ModelRef ref =
        subject.folder.equals("gguf")
            ? ModelRef.gguf(
                folder.resolve(subject.file.replace("00002-of-00002", "00001-of-00002")))
            : ModelRef.folder(folder);
    try (Checkpoint checkpoint = Checkpoints.open(ref);
        ModelTokenizer tokenizer = ModelTokenizer.of(checkpoint)) {
      for (String name : checkpoint.tensorNames()) {
        readWhole(checkpoint, name);
      }
      TokenIds ids = tokenizer.encode("The lantern of Norlund\n costs 125 crowns, <|im_end|>é🙂");
      assertThat(tokenizer.decode(ids)).isNotNull();
      if (tokenizer.hasChatTemplate()) {
        assertThat(tokenizer.render(List.of(new ChatMessage("user", "Hi")), true)).isNotNull();
      }
    }
    if (throughLibtorch) {
      try (LanguageModel model = new LoraEngine().open(ref, cpu())) {
        generate(model, null);
      }
    }
  }

  private static void readWhole(Checkpoint checkpoint, String name) {
    long[] shape = checkpoint.shape(name);
    int rows = (int) shape[0];
    long bytes = checkpoint.type(name).bytes() * (shape.length == 1 ? 1 : shape[1]) * rows;
    checkpoint.read(
        name, 0, rows, ByteBuffer.allocate(Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN));
  }

  private static void generate(LanguageModel model, @Nullable Adapter adapter) {
    model.generate(
        List.of(
            new GenerationRequest(
                Prompt.tokens(TokenIds.of(1, 2, 3)),
                Sampling.builder().temperature(0).maxTokens(2).build(),
                0,
                adapter)));
  }

  private static Adapter trained() {
    return Objects.requireNonNull(base)
        .train(
            List.of(
                TrainingPlan.builder(
                        List.of(TrainingDocument.tokens(TokenIds.of(1, 2, 3, 4, 5), 1)))
                    .lora(LoraSpec.builder().rank(2).alpha(4).allModules().build())
                    .seed(1)
                    .build()))
        .get(0)
        .adapter()
        .orElseThrow();
  }

  private static boolean namesFileAndPlace(String message, Path folder) {
    boolean file =
        message.contains(String.valueOf(folder.getFileName())) || message.contains("chat template");
    return file && PLACE.matcher(message).find();
  }

  private static EngineOptions cpu() {
    return EngineOptions.builder().device("cpu").build();
  }
}
