using Phr.Fhir.Definitions;
using Phr.Fhir.Path;
using Phr.Fhir.Path.Values;
using Phr.Fhir.Structure;

namespace Phr.Fhir.Graph;

/// <summary>Fills the objects of an answer from elements, and asks for those that are not there.</summary>
internal sealed class GraphFilling(GraphRun run, GraphPaths paths, string serverBase)
{
    private const string IndexPath = "$index";

    private static readonly FhirType ElementType = R4.Require("Element");

    private readonly GraphPlan _plan = new();
    private readonly Introspection.SchemaAnswer _schema = new(run.SchemaValuesMax, run.BytesMax);

    public void Fill(GraphOutput.Object into, IReadOnlyList<GraphField> fields, GraphOwner owner, Element element)
    {
        foreach (var (field, meaning) in _plan.Of(fields, owner))
        {
            var member = Member(field, meaning);
            into.Members.Add(member);
            switch (meaning)
            {
                case GraphMeaning.Word word:
                    Add(member, new GraphOutput.Word(word.Text));
                    break;
                case GraphMeaning.Leaf leaf:
                    AddEach(member, Children(element, leaf.Property), one =>
                        one.HasValue ? new GraphOutput.Leaf(one) : leaf.Property.Element.IsMany ? new GraphOutput.Nothing() : null);
                    break;
                case GraphMeaning.Sibling sibling:
                    AddEach(member, Children(element, sibling.Property), one => one.Children().Any() ? Object(field, one, one.Type)
                        : sibling.Property.Element.IsMany ? new GraphOutput.Nothing() : null);
                    break;
                case GraphMeaning.Branch branch:
                    AddObjects(member, branch.Filter.Of(Children(element, branch.Property), paths));
                    break;
                case GraphMeaning.Resolved resolved:
                    Resolve(member, resolved, element);
                    break;
                case GraphMeaning.ById byId:
                    run.Ask(byId.Type, byId.Id, null, field.Place, found => AddObjects(member, [Required(found, field)]));
                    break;
                case GraphMeaning.Found { Search: var search }:
                    run.Ask(search, search.Reference is null ? null : Referred(element, field), field.Place, done => Found(member, done));
                    break;
                case GraphMeaning.Introspection:
                    Add(member, new GraphOutput.Json(_schema.Answer(field)));
                    break;
            }
        }
    }

    private static GraphMember Member(GraphField field, GraphMeaning meaning) => meaning switch
    {
        GraphMeaning.Leaf { Property: var property } => new(field, property.Type.Name, property.Element.IsMany),
        GraphMeaning.Sibling { Property: var property } => new(field, ElementType.Name, property.Element.IsMany),
        GraphMeaning.Branch { Property: var property } => new(field, property.Type.Name, property.Element.IsMany),
        GraphMeaning.Found { Search: { IsConnection: false, Type: var type } } => new(field, type.Name, IsMany: true, IsShown: true),
        GraphMeaning.Edges => new(field, nameof(GraphMeaning.Edges), IsMany: true, IsShown: true),
        _ => new(field, field.Name, IsMany: false),
    };

    private static List<Element> Children(Element element, FhirProperty property)
    {
        var children = new List<Element>();
        foreach (var child in element.Children(property.Element.NameId))
        {
            if (child.Property == property)
                children.Add(child);
        }
        return children;
    }

    private void Add(GraphMember member, GraphOutput value, string suffix = "")
    {
        run.CountValues(1, member.Field.Place);
        member.Items.Add((value, suffix));
    }

    private void AddObjects(GraphMember member, IReadOnlyList<Element> elements) =>
        AddEach(member, elements, one => Object(member.Field, one, one.Type));

    private void AddEach(GraphMember member, IReadOnlyList<Element> elements, Func<Element, GraphOutput?> value)
    {
        for (var i = 0; i < (member.Field.Shape.IsFirst ? Math.Min(1, elements.Count) : elements.Count); i++)
        {
            if (value(elements[i]) is { } output)
                Add(member, output, Suffix(member.Field, elements[i], i));
        }
    }

    private string Suffix(GraphField field, Element element, int index)
    {
        if (field.Shape.Slice is not { } text)
            return "";
        if (text.Trim() == IndexPath)
            return $".{index}";
        var (path, error) = FhirPathCache.Shared.Compile(text);
        if (path is null)
            throw field.Wrong($"This is not FHIRPath: {error!.Reason}");
        return paths.Evaluate(path, Collection.Of(element)).OnlyValue is { } value
            ? $".{SystemValue.Of(value)}"
            : throw field.Wrong("The path of @slice has not one value for each element.", "processing");
    }

    // What R4 does not define has no fields that could be asked for.
    private GraphOutput.Object? Object(GraphField field, Element element, FhirType? type)
    {
        if (type is null)
            return null;
        var made = new GraphOutput.Object([]);
        Fill(made, field.Fields, new GraphOwner.Of(type), element);
        return made;
    }

    private void Resolve(GraphMember member, GraphMeaning.Resolved wanted, Element reference)
    {
        if (reference.Child("reference") is not { HasValue: true } text)
        {
            Use(default);
            return;
        }
        if (LocalReference.Find(reference) is { Exists: true } local)
        {
            Use(local);
            return;
        }
        var literal = LiteralReference.Read(text.Utf8);
        if (!literal.IsOf(serverBase) || literal.Type is not { } type)
            Use(default);
        else if (wanted.Type is null || type.Is(wanted.Type))
            run.Ask(type, Text(literal.Id), literal.Version.IsEmpty ? null : Text(literal.Version), member.Field.Place, Use);

        void Use(Element found)
        {
            if (!found.Exists && wanted.IsOptional || found.Exists && wanted.Type is { } only && found.Type?.Is(only) != true)
                return;
            AddObjects(member, [Required(found, member.Field)]);
        }
    }

    private static string Text(ReadOnlySpan<byte> utf8) => System.Text.Encoding.UTF8.GetString(utf8);

    // The same words for what is hidden and what is not there.
    private static Element Required(Element found, GraphField field) =>
        found.Exists ? found : throw field.Wrong($"What '{field.Key}' names is not here for you.", "not-found");

    private static string Referred(Element resource, GraphField field) => resource.Child("id").Text is { } id
        ? $"{resource.Type!.Name}/{id}"
        : throw field.Wrong("A resource without an id is referred to by nothing.", "processing");

    private void Found(GraphMember member, GraphAsk.Search done)
    {
        IReadOnlyList<Element> roots = [.. done.Documents.Select(document => document.Root)];
        if (done.Of.Path is { } path && roots.Count > 0)
            roots = paths.Select(path, roots);
        if (done.Of.IsConnection)
            Add(member, Connection(member.Field, done, roots));
        else
            AddObjects(member, roots);
    }

    private GraphOutput.Object Connection(GraphField field, GraphAsk.Search done, IReadOnlyList<Element> roots)
    {
        var made = new GraphOutput.Object([]);
        foreach (var (inner, meaning) in _plan.Of(field.Fields, new GraphOwner.Connection(done.Of.Type)))
        {
            var member = Member(inner, meaning);
            made.Members.Add(member);
            GraphOutput? value = meaning switch
            {
                GraphMeaning.Word word => new GraphOutput.Word(word.Text),
                GraphMeaning.OfPage { Name: "count" } when done.Page.Total is { } total => new GraphOutput.Number(total),
                GraphMeaning.OfPage { Name: "offset" } => new GraphOutput.Number(done.Page.Offset),
                GraphMeaning.OfPage { Name: "pagesize" } => new GraphOutput.Number(done.Page.Size),
                GraphMeaning.OfPage { Name: "next" } when done.Page.Next is { } next => new GraphOutput.Word(next),
                _ => null,
            };
            if (value is not null)
                Add(member, value);
            if (meaning is GraphMeaning.Edges)
                AddEach(member, roots, root => Edge(inner, done.Of.Type, root));
        }
        return made;
    }

    private GraphOutput.Object Edge(GraphField field, FhirType type, Element root)
    {
        var made = new GraphOutput.Object([]);
        foreach (var (inner, meaning) in _plan.Of(field.Fields, new GraphOwner.Edge(type)))
        {
            var member = Member(inner, meaning);
            made.Members.Add(member);
            if (meaning is GraphMeaning.Matched)
                AddObjects(member, [root]);
            else if (meaning is GraphMeaning.Word word)
                Add(member, new GraphOutput.Word(word.Text));
            else if (inner.Name == "mode")
                Add(member, new GraphOutput.Word("match"));
        }
        return made;
    }
}
