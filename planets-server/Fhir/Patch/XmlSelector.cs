using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Phr.Fhir.Xml;

namespace Phr.Fhir.Patch;

/// <summary>
/// What an operation of an XML Patch is about: the part of XPath that RFC 5261 section 4.1 allows, children by name with conditions, at the
/// end an attribute, text or comment. There is no axis that goes deeper than one step, so the work is that of the nodes on the way.
/// </summary>
internal sealed partial class XmlSelector
{
    private const int CharactersMax = 1_000;

    private static readonly PatchFault None = new(PatchFaultKind.Inapplicable, "The selector leads to nothing.", "");
    private static readonly PatchFault Several = new(PatchFaultKind.Inapplicable, "The selector leads to more than one node.", "");
    private static readonly PatchFault TooMuch = new(PatchFaultKind.TooLarge, "The selectors look at too many nodes.", "");

    private readonly IReadOnlyList<Step> _steps;

    private XmlSelector(IReadOnlyList<Step> steps) => _steps = steps;

    /// <param name="scope">Whose prefixes count; <c>f</c> and <c>h</c> are FHIR and XHTML unless it says otherwise.</param>
    /// <returns>Null where it is none.</returns>
    public static XmlSelector? Parse(string text, XElement scope)
    {
        if (text.Length is 0 or > CharactersMax)
            return null;
        var steps = new List<Step>();
        var rest = text.StartsWith('/') ? text[1..] : text;
        while (rest.Length > 0)
        {
            if (StepText().Match(rest) is not { Success: true } match || Step.Of(match, scope) is not { } step
                || (steps.Count > 0 && !steps[^1].IsElement))
                return null;
            steps.Add(step);
            rest = rest[match.Length..];
            if (rest.Length > 0 && (rest[0] != '/' || rest.Length == 1))
                return null;
            rest = rest.Length > 0 ? rest[1..] : rest;
        }
        return steps.Count > 0 && steps[0].IsElement ? new(steps) : null;
    }

    /// <summary>The one node that it leads to, or why there is none.</summary>
    public (XObject? Found, PatchFault? Fault) Find(XElement root, XmlPatchWork work)
    {
        var found = new List<XObject>();
        if (!_steps[0].Select([root], found, work))
            return (null, TooMuch);
        foreach (var step in _steps.Skip(1))
        {
            var next = new List<XObject>();
            foreach (var element in found.Cast<XElement>())
                if (!step.Select(element, next, work))
                    return (null, TooMuch);
            found = next;
        }
        return found switch { [] => (null, None), [var only] => (only, null), _ => (null, Several) };
    }

    /// <summary>A name with or without a prefix; null where the prefix is unknown.</summary>
    /// <exception cref="XmlException">It is no name.</exception>
    public static XName? Name(string text, XElement scope, bool isAttribute)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon == 0 || colon == text.Length - 1)
            return null;
        var local = XmlConvert.VerifyNCName(text[(colon + 1)..]);
        if (colon < 0)
            return isAttribute ? local : scope.GetDefaultNamespace() + local;
        var prefix = text[..colon];
        var space = scope.GetNamespaceOfPrefix(prefix)
            ?? prefix switch { "f" => (XNamespace)FhirXml.Namespace, "h" => FhirXml.Xhtml, _ => null };
        return space is null ? null : space + local;
    }

    // A step: * or a name, an attribute, text() or comment(); then conditions in brackets.
    [GeneratedRegex("""^(?<node>@?[\w.:-]+|\*|text\(\)|comment\(\))(?<if>\[(?:[^\]"']|"[^"]*"|'[^']*')*\])*(?=/|$)""",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 200)]
    private static partial Regex StepText();

    [GeneratedRegex(
        """^\[\s*(?:(?<at>[1-9][0-9]{0,8})|(?<path>\.|@?[\w.:-]+(?:/@?[\w.:-]+)*)\s*=\s*(?:"(?<value>[^"]*)"|'(?<value>[^']*)'))\s*\]$""",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 200)]
    private static partial Regex ConditionText();

    private sealed record Step(string Node, XName? Name, IReadOnlyList<Condition> Conditions)
    {
        public bool IsElement => Node is "*" or "name";

        public static Step? Of(Match match, XElement scope)
        {
            try
            {
                var (node, name) = match.Groups["node"].Value switch
                {
                    "*" or "text()" or "comment()" => (match.Groups["node"].Value, null),
                    ['@', .. var attribute] => ("@", XmlSelector.Name(attribute, scope, isAttribute: true)),
                    var element => ("name", XmlSelector.Name(element, scope, isAttribute: false)),
                };
                var conditions = match.Groups["if"].Captures.Select(text => Condition.Of(text.Value, scope)).ToList();
                return (node is "@" or "name" && name is null) || conditions.Contains(null) ? null : new(node, name, conditions!);
            }
            catch (XmlException)
            {
                return null;
            }
        }

        /// <summary>Adds what the step leads to from an element; false where that is too much work.</summary>
        public bool Select(XElement from, List<XObject> into, XmlPatchWork work)
        {
            if (Node != "@")
                return Select(from.Nodes(), into, work);
            if (from.Attribute(Name!) is { } attribute)
                into.Add(attribute);
            return work.Spend();
        }

        public bool Select(IEnumerable<XNode> nodes, List<XObject> into, XmlPatchWork work)
        {
            // Each condition counts those that the ones before it leave (XPath 1.0 section 2.4).
            var places = new int[Conditions.Count];
            foreach (var node in nodes)
            {
                if (!work.Spend())
                    return false;
                if (IsOfKind(node) && Passes(node, places, work))
                    into.Add(node);
            }
            return work.Spend(0);
        }

        private bool Passes(XNode node, int[] places, XmlPatchWork work)
        {
            for (var i = 0; i < places.Length; i++)
                if (Conditions[i].Position is { } wanted ? ++places[i] != wanted : !Conditions[i].Holds(node, work))
                    return false;
            return true;
        }

        private bool IsOfKind(XNode node) => Node switch
        {
            "*" => node is XElement,
            "name" => node is XElement element && element.Name == Name,
            "comment()" => node is XComment,
            _ => node is XText,
        };
    }

    /// <param name="Position">From 1; null of a condition on a value.</param>
    private sealed record Condition(int? Position, IReadOnlyList<XName> Path, XName? Attribute, string Value)
    {
        public static Condition? Of(string text, XElement scope)
        {
            if (ConditionText().Match(text) is not { Success: true } match)
                return null;
            if (match.Groups["at"].Success)
                return new(int.Parse(match.Groups["at"].Value, CultureInfo.InvariantCulture), [], null, "");
            var parts = match.Groups["path"].Value is "." ? [] : match.Groups["path"].Value.Split('/');
            var attribute = parts is [.., ['@', .. var last]] ? Name(last, scope, isAttribute: true) : null;
            var path = (attribute is null ? parts : parts[..^1]).Select(part =>
                part.StartsWith('@') ? null : Name(part, scope, isAttribute: false)).ToList();
            return path.Contains(null) ? null : new(null, path!, attribute, match.Groups["value"].Value);
        }

        public bool Holds(XNode node, XmlPatchWork work)
        {
            if (node is not XElement element)
                return node is XText { Value: var own } && Path.Count == 0 && Attribute is null && own == Value;
            IEnumerable<XElement> reached = [element];
            foreach (var name in Path)
                reached = reached.SelectMany(each => each.Elements().Where(child => work.Spend() && child.Name == name));
            return reached.Any(each => Attribute is not null ? each.Attribute(Attribute)?.Value == Value
                : !each.HasElements && work.Spend(each.Value.Length / 64) && each.Value == Value);
        }
    }
}
