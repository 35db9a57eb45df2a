package dev.offpeak.local.template;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// Loads CloudFormation YAML; short tags such as `!Ref x` become their long form `{Ref: x}`.
final class CfnYaml {

    private static final Set<String> TAGS =
            Set.of("Ref", "GetAtt", "Sub", "If", "Equals", "Not", "And", "Or", "Condition", "Join");

    private CfnYaml() {}

    static Object load(String yaml) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        return new Yaml(new TagConstructor(options)).load(yaml);
    }

    private static final class TagConstructor extends SafeConstructor {

        TagConstructor(LoaderOptions options) {
            super(options);
            for (String name : TAGS) {
                yamlConstructors.put(new Tag("!" + name), new LongForm(longName(name)));
            }
        }

        private static String longName(String tag) {
            return tag.equals("Ref") || tag.equals("Condition") ? tag : "Fn::" + tag;
        }

        private final class LongForm extends AbstractConstruct {
            private final String name;

            LongForm(String name) {
                this.name = name;
            }

            @Override
            public Object construct(Node node) {
                return Map.of(name, argument(node));
            }

            private Object argument(Node node) {
                return switch (node) {
                    case ScalarNode scalar -> scalar.getValue();
                    case SequenceNode sequence -> List.copyOf(constructSequence(sequence));
                    case MappingNode mapping -> Map.copyOf(constructMapping(mapping));
                    default -> throw new TemplateException(name, "unexpected YAML node " + node.getNodeId());
                };
            }
        }
    }
}
