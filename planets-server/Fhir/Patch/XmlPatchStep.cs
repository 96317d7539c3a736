using System.Xml;
using System.Xml.Linq;

namespace Phr.Fhir.Patch;

/// <summary>One add, replace or remove. RFC 5261 sections 4.3 to 4.5.</summary>
/// <param name="Content">What is added or put in place.</param>
internal sealed record XmlPatchStep(XmlPatchStep.Kind Operation, XmlSelector Selector, IReadOnlyList<XNode> Content)
{
    private static readonly PatchFault NotElement = Inapplicable("The selector has to lead to an element.");
    private static readonly PatchFault IsThere = Inapplicable("The attribute is there already; replace it.");
    private static readonly PatchFault OtherKind = Inapplicable("A node is replaced by one node of its kind.");
    private static readonly PatchFault WholeDocument = Inapplicable("The resource itself cannot be removed or get siblings.");

    internal enum Kind { Add, Replace, Remove }

    /// <summary>Of an add: append (the default), prepend, before or after; or the name of an attribute.</summary>
    public string Position { get; private init; } = "append";

    /// <summary>Of an add: the attribute or namespace prefix to add; null where nodes are added.</summary>
    public XName? Attribute { get; private init; }

    /// <summary>Of a remove: whether white space beside it goes too.</summary>
    public (bool Before, bool After) Spaces { get; private init; }

    /// <summary>Null where it is none; then <paramref name="wrong"/> says why.</summary>
    public static XmlPatchStep? Read(XElement element, out string wrong)
    {
        wrong = "An operation is add, replace or remove.";
        if (!Enum.TryParse<Kind>(element.Name.LocalName, ignoreCase: true, out var kind) || char.IsUpper(element.Name.LocalName[0]))
            return null;
        wrong = "An operation selects by sel, in the form of RFC 5261: names, positions, values, an attribute or a node at the end.";
        if (XmlSelector.Parse(element.Attribute("sel")?.Value ?? "", element) is not { } selector)
            return null;
        var position = element.Attribute("pos")?.Value ?? "append";
        var spaces = element.Attribute("ws")?.Value ?? "";
        wrong = "The position is append, prepend, before or after, white space before, after or both, a type @name or namespace::prefix.";
        var type = element.Attribute("type")?.Value;
        var attribute = type is null ? null : AttributeName(type, element);
        if (position is not ("append" or "prepend" or "before" or "after") || spaces is not ("" or "before" or "after" or "both")
            || (type is not null && attribute is null))
            return null;
        return new(kind, selector, [.. element.Nodes()])
        {
            Position = position, Attribute = attribute, Spaces = (spaces is "before" or "both", spaces is "after" or "both"),
        };
    }

    /// <summary>Null where it applied.</summary>
    public PatchFault? Apply(XElement root, XmlPatchWork work)
    {
        var (found, fault) = Selector.Find(root, work);
        return found is null ? fault : Operation switch
        {
            Kind.Add => Attribute is null ? Add(found, root) : AddAttribute(found),
            Kind.Replace => Replace(found),
            _ => Remove(found, root),
        };
    }

    private PatchFault? Add(XObject found, XElement root)
    {
        if (Position is "before" or "after")
        {
            if (found is not XNode node || found == root)
                return found == root ? WholeDocument : NotElement;
            if (Position == "before")
                node.AddBeforeSelf(Content);
            else
                node.AddAfterSelf(Content);
            return null;
        }
        if (found is not XElement element)
            return NotElement;
        if (Position == "prepend")
            element.AddFirst(Content);
        else
            element.Add(Content);
        return null;
    }

    private PatchFault? AddAttribute(XObject found)
    {
        if (found is not XElement element)
            return NotElement;
        if (element.Attribute(Attribute!) is not null)
            return IsThere;
        element.Add(new XAttribute(Attribute!, Text));
        return null;
    }

    private PatchFault? Replace(XObject found)
    {
        switch (found)
        {
            case XAttribute attribute when Content.All(node => node is XText):
                attribute.Value = Text;
                return null;
            case XText text when Content.All(node => node is XText):
                text.ReplaceWith(Content.Count == 0 ? null : new XText(Text));
                return null;
            case XElement element when Solid is [XElement] && element.Parent is null:
                element.ReplaceAll(((XElement)Solid[0]).Attributes(), ((XElement)Solid[0]).Nodes());
                element.Name = ((XElement)Solid[0]).Name;
                return null;
            case XElement or XComment when Solid is [var only] && only.NodeType == ((XNode)found).NodeType:
                ((XNode)found).ReplaceWith(only);
                return null;
            default:
                return OtherKind;
        }
    }

    private PatchFault? Remove(XObject found, XElement root)
    {
        if (found == root)
            return WholeDocument;
        if (found is XAttribute attribute)
        {
            attribute.Remove();
            return null;
        }
        var node = (XNode)found;
        if (Spaces.Before && IsSpace(node.PreviousNode))
            node.PreviousNode!.Remove();
        if (Spaces.After && IsSpace(node.NextNode))
            node.NextNode!.Remove();
        node.Remove();
        return null;
    }

    private string Text => string.Concat(Content.OfType<XText>().Select(text => text.Value));

    // White space around the one node that replaces another means nothing.
    private List<XNode> Solid => [.. Content.Where(node => !IsSpace(node))];

    private static bool IsSpace(XNode? node) => node is XText { Value: var text } && string.IsNullOrWhiteSpace(text);

    private static XName? AttributeName(string type, XElement scope)
    {
        try
        {
            // What XML binds itself is bound to nothing else.
            if (type.StartsWith("namespace::", StringComparison.Ordinal))
                return type["namespace::".Length..] is { Length: > 0 } and not ("xml" or "xmlns") and var prefix
                    && scope.Value.Length > 0 ? XNamespace.Xmlns + XmlConvert.VerifyNCName(prefix) : null;
            return type is ['@', .. { Length: > 0 } name] ? XmlSelector.Name(name, scope, isAttribute: true) : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static PatchFault Inapplicable(string reason) => new(PatchFaultKind.Inapplicable, reason, "");
}
