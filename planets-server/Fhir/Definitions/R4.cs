using System.Collections.Frozen;
using System.Text;

namespace Phr.Fhir.Definitions;

/// <summary>The definitions of FHIR R4 (4.0.1), read once from the tables that the build compiled.</summary>
public static class R4
{
    private static readonly Loaded Tables = Load();

    /// <summary>All types: data types, groups and resources.</summary>
    public static IReadOnlyList<FhirType> Types => Tables.Types;

    /// <summary>All JSON properties of all types; number 0 is taken by none, it marks what R4 does not define.</summary>
    public static IReadOnlyList<FhirProperty?> Properties => Tables.Properties;

    /// <summary>All search parameters.</summary>
    public static IReadOnlyList<SearchParameter> SearchParameters => Tables.SearchParameters;

    /// <summary>Codes of the reference parameters that put a resource of a type into a patient's compartment; types
    /// outside it are absent.</summary>
    public static IReadOnlyDictionary<FhirType, IReadOnlyList<string>> PatientCompartment => Tables.PatientCompartment;

    /// <summary>The type with a name as in <see cref="FhirType.Name"/>, or null.</summary>
    public static FhirType? Type(string name) => Tables.TypesByName.GetValueOrDefault(name);

    /// <summary>The resource type, not abstract, with a name; or null.</summary>
    public static FhirType? ResourceType(ReadOnlySpan<byte> name) => Tables.ResourceTypes.Find(name);

    /// <summary>Number of an element name such as <c>value</c>, above 0; 0 where no R4 element is named so.</summary>
    public static int NameId(string name) => Tables.NameIds.GetValueOrDefault(name);

    internal static FhirProperty? PropertyAt(int number) => Tables.Properties[number];

    internal static int NameIdOf(int property) => Tables.NameIdOfProperty[property];

    internal static FhirType TypeAt(int number) => Tables.Types[number];

    internal static FhirType Require(string name) => Tables.TypesByName[name];

    private static Loaded Load()
    {
        using var stream = typeof(R4).Assembly.GetManifestResourceStream("r4.tables")!;
        var rows = DefinitionTablesFile.Read(stream);
        var types = LoadTypes(rows.Types);
        var (properties, nameIds) = LoadElements(rows, types);
        var resources = types.Where(type => type.IsResource && !type.IsAbstract);
        var parameters = rows.SearchParameters.Select((row, number) => new SearchParameter(
            row.Url, row.Code, row.Type, row.Expression,
            [.. row.Bases.Select(number => types[number])],
            [.. row.Targets.Select(number => types[number])],
            [.. row.Components.Select(component => new SearchParameterComponent(component.Definition, component.Expression))])
        {
            Number = number,
        });
        return new Loaded(
            types,
            types.ToFrozenDictionary(type => type.Name),
            new Utf8Table<FhirType>([.. resources.Select(type => KeyValuePair.Create(type.Name, type))]),
            properties,
            [.. properties.Select(property => property?.Element.NameId ?? 0)],
            nameIds,
            [.. parameters],
            rows.PatientCompartment.ToFrozenDictionary(row => types[row.Type], row => row.Parameters));
    }

    private static FhirType[] LoadTypes(IReadOnlyList<TypeRow> rows)
    {
        var types = new FhirType[rows.Count];
        for (var i = 0; i < types.Length; i++)
            LoadType(i);
        return types;

        FhirType LoadType(int number) => types[number] ??= new FhirType(
            number, rows[number], rows[number].Parent < 0 ? null : LoadType(rows[number].Parent));
    }

    private static (FhirProperty?[] Properties, FrozenDictionary<string, int> NameIds) LoadElements(DefinitionTables rows, FhirType[] types)
    {
        var codes = rows.ValueSets.Select(row => new RequiredCodes(row)).ToArray();
        var properties = new List<FhirProperty?> { null };
        var nameIds = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var type in types)
        {
            var elements = rows.Types[type.Number].Elements.Select((row, index) =>
            {
                nameIds.TryAdd(row.Name, nameIds.Count + 1);
                var required = row.ValueSet < 0 ? null : codes[row.ValueSet];
                return new ElementDefinition(type, index, row, required) { NameId = nameIds[row.Name] };
            }).ToArray();
            foreach (var element in elements)
                element.Properties = LoadProperties(rows.Types[type.Number].Elements[element.Index], element, types, properties);
            type.Complete(elements);
        }
        return ([.. properties], nameIds.ToFrozenDictionary());
    }

    private static FhirProperty[] LoadProperties(ElementRow row, ElementDefinition element, FhirType[] types, List<FhirProperty?> all)
    {
        var own = row.Uses.Select((use, i) => new FhirProperty(
            all.Count + i,
            row.Choice ? row.Name + Capitalised(types[use.Type].Name) : row.Name,
            element, types[use.Type], [.. use.Targets.Select(number => types[number])],
            use.WithoutSibling, use.WithoutComparator)).ToArray();
        all.AddRange(own);
        return own;
    }

    private static string Capitalised(string name) => char.ToUpperInvariant(name[0]) + name[1..];

    private sealed record Loaded(
        FhirType[] Types,
        FrozenDictionary<string, FhirType> TypesByName,
        Utf8Table<FhirType> ResourceTypes,
        FhirProperty?[] Properties,
        int[] NameIdOfProperty,
        FrozenDictionary<string, int> NameIds,
        IReadOnlyList<SearchParameter> SearchParameters,
        FrozenDictionary<FhirType, IReadOnlyList<string>> PatientCompartment);
}
