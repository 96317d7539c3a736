using System.Buffers;
using System.Text.Json;

namespace Phr.Fhir.Writing;

/// <summary>What stands in a Bundle before its entries.</summary>
/// <param name="Type">Of bundle-type: searchset, history, transaction-response …</param>
/// <param name="Total">Null where it is not told.</param>
public sealed record BundleHead(string Type, long? Total = null, string? Id = null, DateTimeOffset? LastUpdated = null)
{
    /// <summary>Relation (self, next …) and URL.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Links { get; init; } = [];
}

/// <summary>What stands in an entry beside its resource; what is null is left out.</summary>
/// <param name="SearchMode">match, include or outcome.</param>
public sealed record BundleEntry(
    string? FullUrl = null, string? SearchMode = null, BundleRequest? Request = null, BundleResponse? Response = null)
{
    /// <summary>How relevant a match is, 0 to 1.</summary>
    public decimal? Score { get; init; }

    /// <summary>Of the extension match-grade.</summary>
    public string? MatchGrade { get; init; }
}

/// <summary>Of a history or transaction entry.</summary>
public sealed record BundleRequest(string Method, string Url);

/// <summary>Of a history or response entry.</summary>
/// <param name="Status">Such as <c>201 Created</c>.</param>
/// <param name="ETag">Such as <c>W/"3"</c>.</param>
public sealed record BundleResponse(string Status, string? Location = null, string? ETag = null, DateTimeOffset? LastModified = null)
{
    /// <summary>JSON of an OperationOutcome; empty for none.</summary>
    public ReadOnlyMemory<byte> Outcome { get; init; }
}

/// <summary>Writes a Bundle entry by entry; resources go in as the bytes they are stored as, unread. Disposing ends the
/// Bundle.</summary>
public sealed class BundleWriter : IDisposable
{
    // Written bytes are the target's after a flush; a flush per entry keeps a large Bundle from growing twice in memory.
    private readonly Utf8JsonWriter json;
    private bool hasEntries;

    public BundleWriter(IBufferWriter<byte> to, BundleHead head)
    {
        json = new Utf8JsonWriter(to, Json.Written);
        json.WriteStartObject();
        json.WriteString("resourceType"u8, "Bundle"u8);
        WriteIfAny("id", head.Id);
        if (head.LastUpdated is { } updated)
        {
            json.WriteStartObject("meta"u8);
            json.WriteString("lastUpdated"u8, Instant.Format(updated));
            json.WriteEndObject();
        }
        json.WriteString("type"u8, head.Type);
        if (head.Total is { } total)
            json.WriteNumber("total"u8, total);
        WriteLinks(head.Links);
    }

    /// <summary>Adds an entry.</summary>
    /// <param name="resource">JSON of one resource; empty where the entry has none.</param>
    public void Add(BundleEntry entry, ReadOnlySpan<byte> resource)
    {
        Begin();
        json.WriteStartObject();
        WriteIfAny("fullUrl", entry.FullUrl);
        if (!resource.IsEmpty)
        {
            json.WritePropertyName("resource"u8);
            json.WriteRawValue(resource, skipInputValidation: true);
        }
        WriteRest(entry);
        json.WriteEndObject();
        json.Flush();
    }

    public void Dispose()
    {
        if (hasEntries)
            json.WriteEndArray();
        json.WriteEndObject();
        json.Dispose();
    }

    private void Begin()
    {
        if (!hasEntries)
            json.WriteStartArray("entry"u8);
        hasEntries = true;
    }

    private void WriteLinks(IReadOnlyList<KeyValuePair<string, string>> links)
    {
        if (links.Count == 0)
            return;
        json.WriteStartArray("link"u8);
        foreach (var (relation, url) in links)
        {
            json.WriteStartObject();
            json.WriteString("relation"u8, relation);
            json.WriteString("url"u8, url);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private void WriteRest(BundleEntry entry)
    {
        if (entry.SearchMode is { } mode)
        {
            WriteSearch(mode, entry);
        }
        if (entry.Request is { } request)
        {
            json.WriteStartObject("request"u8);
            json.WriteString("method"u8, request.Method);
            json.WriteString("url"u8, request.Url);
            json.WriteEndObject();
        }
        if (entry.Response is { } response)
        {
            json.WriteStartObject("response"u8);
            json.WriteString("status"u8, response.Status);
            WriteIfAny("location", response.Location);
            WriteIfAny("etag", response.ETag);
            if (response.LastModified is { } modified)
                json.WriteString("lastModified"u8, Instant.Format(modified));
            if (!response.Outcome.IsEmpty)
            {
                json.WritePropertyName("outcome"u8);
                json.WriteRawValue(response.Outcome.Span, skipInputValidation: true);
            }
            json.WriteEndObject();
        }
    }

    private void WriteSearch(string mode, BundleEntry entry)
    {
        json.WriteStartObject("search"u8);
        if (entry.MatchGrade is { } grade)
        {
            json.WriteStartArray("extension"u8);
            json.WriteStartObject();
            json.WriteString("url"u8, "http://hl7.org/fhir/StructureDefinition/match-grade"u8);
            json.WriteString("valueCode"u8, grade);
            json.WriteEndObject();
            json.WriteEndArray();
        }
        json.WriteString("mode"u8, mode);
        if (entry.Score is { } score)
            json.WriteNumber("score"u8, score);
        json.WriteEndObject();
    }

    private void WriteIfAny(string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }
}
