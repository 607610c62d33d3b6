package dev.seal.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.seal.bench", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule ONLY_WHAT_USERS_HAVE =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.seal..internal..", "ai.djl..")
          .because("a command measures what a user of the public API gets, and nothing else");
}
