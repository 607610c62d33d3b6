package dev.seal.examples;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.stream.Stream;

/** The arrows between the modules, which all lie on this module's class path. */
@AnalyzeClasses(packages = "dev.seal", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String[] API = {"dev.seal.api..", "dev.seal.spi.."};
  private static final String[] CORE = {"dev.seal", "dev.seal.internal..", "dev.seal.report.."};
  private static final String LORA = "dev.seal.lora..";
  private static final String TASKS = "dev.seal.tasks..";
  private static final String EXAMPLES = "dev.seal.examples..";
  private static final String ENGINE = "ai.djl..";

  private static String[] and(String[] first, String... others) {
    return Stream.concat(Stream.of(first), Stream.of(others)).toArray(String[]::new);
  }

  @ArchTest
  static final ArchRule API_STANDS_ALONE =
      classes()
          .that()
          .resideInAnyPackage(API)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(and(API, "java..", "org.jspecify.."))
          .because("the vocabulary is shared by all, so what it depends on everyone depends on");

  @ArchTest
  static final ArchRule CORE_KNOWS_NO_ENGINE_AND_NO_TASK =
      noClasses()
          .that()
          .resideInAnyPackage(CORE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(LORA, TASKS, EXAMPLES, ENGINE)
          .because("the cycle runs with any engine and on any task");

  @ArchTest
  static final ArchRule LORA_KNOWS_NO_CYCLE_AND_NO_TASK =
      noClasses()
          .that()
          .resideInAPackage(LORA)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(and(CORE, TASKS, EXAMPLES))
          .because("the engine is of use without the cycle, which may be used with another");

  @ArchTest
  static final ArchRule TASKS_KNOW_NO_CYCLE_AND_NO_ENGINE =
      noClasses()
          .that()
          .resideInAPackage(TASKS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(and(CORE, LORA, EXAMPLES, ENGINE))
          .because("a task never calls a model, so that the cycle may batch everything");

  @ArchTest
  static final ArchRule ONLY_LORA_NAMES_THE_ENGINE =
      noClasses()
          .that()
          .resideOutsideOfPackage(LORA)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ENGINE)
          .because("one module alone is to change when the native engine does");

  @ArchTest
  static final ArchRule NO_PUBLIC_SIGNATURE_NAMES_THE_ENGINE =
      codeUnits()
          .that()
          .areDeclaredInClassesThat()
          .resideInAPackage("dev.seal.lora")
          .and()
          .areDeclaredInClassesThat()
          .arePublic()
          .and()
          .doNotHaveModifier(JavaModifier.PRIVATE)
          .should(nameNothingOf("ai.djl."))
          .because("users of the engine module must not need the native engine's types");

  @ArchTest
  static final ArchRule NO_PUBLIC_FIELD_NAMES_THE_ENGINE =
      fields()
          .that()
          .areDeclaredInClassesThat()
          .resideInAPackage("dev.seal.lora")
          .should()
          .notHaveRawType(
              new DescribedPredicate<JavaClass>("of " + ENGINE) {
                @Override
                public boolean test(JavaClass type) {
                  return type.getPackageName().startsWith("ai.djl");
                }
              })
          .allowEmptyShould(true)
          .because("users of the engine module must not need the native engine's types");

  @ArchTest
  static final ArchRule EXAMPLES_USE_WHAT_USERS_HAVE =
      noClasses()
          .that()
          .resideInAPackage(EXAMPLES)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.seal..internal..", ENGINE)
          .because("an example that needs internals shows that the public API lacks something");

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices()
          .matching("(dev.seal..)")
          .should()
          .beFreeOfCycles()
          .because("packages in a circle can only be understood together");

  @ArchTest
  static final ArchRule ONLY_PROGRESS_WRITES_TO_THE_CONSOLE =
      noClasses()
          .that()
          .resideInAnyPackage(and(and(API, CORE), LORA, TASKS))
          .and()
          .doNotHaveFullyQualifiedName("dev.seal.ConsoleProgress")
          .should(ACCESS_STANDARD_STREAMS)
          .because("a library logs through SLF4J and leaves the console to its user");

  private static ArchCondition<JavaCodeUnit> nameNothingOf(String prefix) {
    return new ArchCondition<>("name nothing of " + prefix) {
      @Override
      public void check(JavaCodeUnit unit, ConditionEvents events) {
        Stream.concat(Stream.of(unit.getRawReturnType()), unit.getRawParameterTypes().stream())
            .filter(type -> type.getBaseComponentType().getName().startsWith(prefix))
            .forEach(
                type ->
                    events.add(
                        SimpleConditionEvent.violated(
                            unit, unit.getFullName() + " names " + type.getName())));
      }
    };
  }
}
