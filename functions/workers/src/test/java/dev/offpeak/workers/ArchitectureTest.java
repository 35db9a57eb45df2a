package dev.offpeak.workers;

import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;

/// What keeps the four functions apart, and the arrows pointing down.
@AnalyzeClasses(packages = "dev.offpeak.workers", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule workers_do_not_know_the_gateway =
            noClasses().should().dependOnClassesThat().resideInAPackage("dev.offpeak.gateway..");

    @ArchTest
    static final ArchRule functions_do_not_know_each_other = slices().matching(
                    "dev.offpeak.workers.(intake|bundler|poller|runner)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule what_they_share_knows_none_of_them = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.offpeak.workers.lines..", "dev.offpeak.workers.bundles..", "dev.offpeak.workers.accounts..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.offpeak.workers.intake..",
                    "dev.offpeak.workers.bundler..",
                    "dev.offpeak.workers.poller..",
                    "dev.offpeak.workers.runner..");

    @ArchTest
    static final ArchRule use_cases_know_no_aws = noClasses()
            .that()
            .haveSimpleNameNotEndingWith("Handler")
            .and()
            .resideOutsideOfPackage("dev.offpeak.workers")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.offpeak.aws..", "software.amazon..", "com.amazonaws..");

    @ArchTest
    static final ArchRule no_provider_is_named = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.offpeak.openai..", "dev.offpeak.anthropic..");

    @ArchTest
    static final ArchRule time_is_an_argument = noClasses().should().callMethod(Instant.class, "now");

    @ArchTest
    static final ArchRule use_cases_are_final = classes()
            .that()
            .areNotAnonymousClasses()
            .and()
            .areNotInterfaces()
            .and()
            .areNotEnums()
            .and()
            .doNotHaveSimpleName("WorkerWiring")
            .should()
            .haveModifier(FINAL);
}
