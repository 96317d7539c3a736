using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Phr.Conformance.Terminology;
using Phr.Fhir.Indexing;
using Phr.Planets.Http;
using Phr.Planets.Operations;
using Phr.Platform;

namespace Phr.Planets.Terminology;

/// <summary>
/// <c>ValueSet/$expand</c>, <c>ValueSet/[id]/$expand</c>, GET and POST: the codes of a value set, a page of them where <c>count</c>
/// asks for it. R4 valueset-operation-expand.html.
/// </summary>
internal static class Expand
{
    private static readonly TerminologyOperation Operation = new("ValueSet", "$expand", OfInstance: true,
    [
        "url", "valueSet", "valueSetVersion", "filter", "offset", "count", "activeOnly", "includeDesignations", "displayLanguage",
        "excludeNested", "excludeNotForUI",
    ])
    {
        Answer = "ValueSet",
    };

    public static void Map(IEndpointRouteBuilder fhir)
    {
        var clock = fhir.ServiceProvider.GetRequiredService<TimeProvider>();
        TerminologyQuestion.Map(fhir, Operation, question => Answer(question, clock));
    }

    private static Answer<Action<Utf8JsonWriter>> Answer(TerminologyQuestion question, TimeProvider clock)
    {
        var set = SetAsked(question);
        if (set.IsRefused(out var refusal))
            return refusal;
        var page = Page.Read(question.Input);
        if (page.IsRefused(out refusal))
            return refusal;
        var (expansion, fault) = new Expander(question.Store).Expand(set.Value);
        if (fault is not null)
            return TerminologyQuestion.RefusalOf(fault);
        var codes = expansion!.Codes.Where(page.Value.Wants).ToList();
        return (Action<Utf8JsonWriter>)(json => Write(json, set.Value, expansion, codes, page.Value, clock.GetUtcNow()));
    }

    internal static Answer<ValueSet> SetAsked(TerminologyQuestion question)
    {
        if (question.Input.Value("valueSet") is { Exists: true, Type.Name: "ValueSet" } inline)
            return ValueSet.Read(inline);
        var canonical = question.Canonical("url", "valueSetVersion");
        if (canonical.IsRefused(out var refusal))
            return refusal;
        return question.Store.ValueSet(canonical.Value) is { } set
            ? set
            : new Refusal(RefusalKind.NotFound, "This value set is not known here.", "url", "not-found");
    }

    private static void Write(
        Utf8JsonWriter json, ValueSet set, Expansion expansion, List<ExpandedCode> codes, Page page, DateTimeOffset now)
    {
        json.Optional("url", set.Url);
        json.Optional("version", set.Version);
        json.Optional("name", set.Name);
        json.WriteString("status", set.Status);
        json.WriteStartObject("expansion");
        json.WriteString("timestamp", now.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        json.WriteNumber("total", codes.Count);
        if (page.Count is not null || page.Offset > 0)
            json.WriteNumber("offset", page.Offset);
        WriteVersions(json, expansion);
        var shown = codes.Skip(page.Offset).Take(page.Count ?? int.MaxValue).ToList();
        if (shown.Count > 0)
        {
            json.WriteStartArray("contains");
            foreach (var code in shown)
                WriteCode(json, code, page);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void WriteVersions(Utf8JsonWriter json, Expansion expansion)
    {
        if (expansion.Versions.Count == 0)
            return;
        json.WriteStartArray("parameter");
        foreach (var (system, version) in expansion.Versions)
        {
            json.WriteStartObject();
            json.WriteString("name", "version");
            json.WriteString("valueUri", version is null ? system : $"{system}|{version}");
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteCode(Utf8JsonWriter json, ExpandedCode code, Page page)
    {
        json.WriteStartObject();
        json.Optional("system", code.System);
        if (code.IsAbstract)
            json.WriteBoolean("abstract", true);
        if (code.IsInactive)
            json.WriteBoolean("inactive", true);
        json.WriteString("code", code.Code);
        json.Optional("display", page.DisplayOf(code));
        if (page.WithDesignations && code.Designations.Count > 0)
            Lookup.WriteDesignations(json, code.Designations);
        json.WriteEndObject();
    }

    private sealed record Page(
        string? Filter, int Offset, int? Count, bool ActiveOnly, bool SelectableOnly, bool WithDesignations, string? Language)
    {
        public static Answer<Page> Read(OperationInput input)
        {
            var offset = input.Number("offset");
            if (offset.IsRefused(out var refusal))
                return refusal;
            var count = input.Number("count");
            if (count.IsRefused(out refusal))
                return refusal;
            return new Page(
                input.Text("filter") is { Length: > 0 } filter ? TextFolding.Fold(filter) : null, offset.Value ?? 0, count.Value,
                input.Flag("activeOnly") ?? false, input.Flag("excludeNotForUI") ?? false, input.Flag("includeDesignations") ?? false,
                input.Text("displayLanguage"));
        }

        public bool Wants(ExpandedCode code) =>
            !(ActiveOnly && code.IsInactive) && !(SelectableOnly && code.IsAbstract)
            && (Filter is null || Names(code).Any(name => TextFolding.Fold(name).Contains(Filter, StringComparison.Ordinal)));

        public string? DisplayOf(ExpandedCode code) => Displays.In(Language, code.Designations) ?? code.Display;

        private static IEnumerable<string> Names(ExpandedCode code) =>
            [code.Code, code.Display ?? "", .. code.Designations.Select(designation => designation.Value)];
    }
}

/// <summary>What a concept is called in a language.</summary>
internal static class Displays
{
    /// <summary>The designation in a language (BCP 47, first of an Accept-Language list), or null.</summary>
    public static string? In(string? language, IReadOnlyList<Designation> designations)
    {
        if (language is null)
            return null;
        var wanted = language.Split(',', ';')[0].Trim();
        return designations.FirstOrDefault(designation => designation.Language is { } own
            && (own.Equals(wanted, StringComparison.OrdinalIgnoreCase)
                || own.StartsWith(wanted + "-", StringComparison.OrdinalIgnoreCase)))?.Value;
    }
}
