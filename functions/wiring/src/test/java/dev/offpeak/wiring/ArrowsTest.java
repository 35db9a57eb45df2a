package dev.offpeak.wiring;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// Arrows point down only: wiring → aws, openai, anthropic → wire → core.
@AnalyzeClasses(packages = "dev.offpeak", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArrowsTest {
    @ArchTest
    static final ArchRule core_knows_nothing_but_java = classes()
            .that()
            .resideInAPackage("dev.offpeak.core..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "dev.offpeak.core..");

    @ArchTest
    static final ArchRule wire_knows_only_core = knowsNone("wire", "aws", "openai", "anthropic", "wiring");

    @ArchTest
    static final ArchRule aws_knows_no_provider = knowsNone("aws", "openai", "anthropic", "wiring");

    @ArchTest
    static final ArchRule openai_sees_neither_anthropic_nor_aws = knowsNone("openai", "anthropic", "aws", "wiring");

    @ArchTest
    static final ArchRule anthropic_sees_neither_openai_nor_aws = knowsNone("anthropic", "openai", "aws", "wiring");

    @ArchTest
    static final ArchRule only_adapters_to_aws_know_its_sdk = noClasses()
            .that()
            .resideOutsideOfPackages("dev.offpeak.aws..", "dev.offpeak.wiring..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon..");

    private static ArchRule knowsNone(String of, String... others) {
        var packages = new String[others.length];
        for (int i = 0; i < others.length; i++) {
            packages[i] = "dev.offpeak." + others[i] + "..";
        }
        return noClasses()
                .that()
                .resideInAPackage("dev.offpeak." + of + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages);
    }
}
