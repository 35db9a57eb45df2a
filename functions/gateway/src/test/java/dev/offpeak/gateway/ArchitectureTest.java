package dev.offpeak.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.time.LocalDate;

/// What keeps the gateway a front of the parts below it.
@AnalyzeClasses(packages = "dev.offpeak.gateway", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule the_gateway_knows_no_worker =
            noClasses().should().dependOnClassesThat().resideInAPackage("dev.offpeak.workers..");

    @ArchTest
    static final ArchRule desks_know_core_and_wire_only = classes()
            .that()
            .resideInAnyPackage(
                    "..gateway.jobs..",
                    "..gateway.background..",
                    "..gateway.dropin..",
                    "..gateway.batchapi..",
                    "..gateway.listing..",
                    "..gateway.http..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "com.fasterxml.jackson.core..",
                    "dev.offpeak.core..",
                    "dev.offpeak.wire.job..",
                    "dev.offpeak.gateway.jobs..",
                    "dev.offpeak.gateway.background..",
                    "dev.offpeak.gateway.dropin..",
                    "dev.offpeak.gateway.batchapi..",
                    "dev.offpeak.gateway.listing..",
                    "dev.offpeak.gateway.http..");

    @ArchTest
    static final ArchRule only_wiring_knows_adapters = noClasses()
            .that()
            .haveNameNotMatching(".*Wiring.*")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.offpeak.aws..",
                    "dev.offpeak.openai..",
                    "dev.offpeak.anthropic..",
                    "dev.offpeak.wiring..",
                    "software.amazon..");

    @ArchTest
    static final ArchRule time_is_an_argument = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");
}
