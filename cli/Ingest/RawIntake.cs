using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Phr.Planets.Intake.Devices;
using Phr.Planets.Intake.Offers;

namespace Phr.Cli.Ingest;

/// <summary>What a format understands and the series cannot hold is kept as it came: a DocumentReference of the person, once.</summary>
/// <param name="address">Of DocumentReferences.</param>
/// <param name="patient">Id of the person's own Patient.</param>
internal sealed class RawIntake(Delivery delivery, Uri address, IngestTotal total, string patient)
{
    private const string Digests = "https://phr.example/fhir/sid/kept-sha256";

    /// <summary>Characters of one document.</summary>
    private const int DocumentCharsMax = 4 << 20;

    public async Task Keep(string where, string format, IReadOnlyList<DeviceEntry.Kept> entries, CancellationToken ct)
    {
        var (text, values) = (new StringBuilder(), 0);
        foreach (var entry in entries)
        {
            text.Append(entry.Raw).Append('\n');
            values += entry.Count;
            if (text.Length < DocumentCharsMax)
                continue;
            await Keep(where, format, text.ToString(), values, ct);
            (text, values) = (new StringBuilder(), 0);
        }
        if (values > 0)
            await Keep(where, format, text.ToString(), values, ct);
    }

    private async Task Keep(string where, string format, string text, int values, CancellationToken ct)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var digest = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var document = Document(Path.GetFileName(where), bytes, digest).ToJsonString();
        using var answer = await delivery.Send(() => Request(document, digest), ct);
        var count = answer.StatusCode switch
        {
            HttpStatusCode.Created => new IngestCount(values, 0, 0, values, 0),
            // It was kept before.
            HttpStatusCode.OK => new IngestCount(values, 0, values, 0, 0),
            _ => new IngestCount(values, 0, 0, 0, values),
        };
        var why = count.Refused == 0 ? "" : await Delivery.Reason(answer, ct);
        total.Add(where, format, count, new IngestRefusal("", why));
    }

    private JsonObject Document(string title, byte[] bytes, string digest) => new()
    {
        ["resourceType"] = "DocumentReference",
        ["identifier"] = new JsonArray(new JsonObject { ["system"] = Digests, ["value"] = digest }),
        ["status"] = "current",
        ["subject"] = new JsonObject { ["reference"] = $"Patient/{patient}" },
        ["description"] = "Entries of a device's export, as they came",
        ["content"] = new JsonArray(new JsonObject
        {
            ["attachment"] = new JsonObject
            {
                ["contentType"] = "text/plain; charset=utf-8", ["data"] = Convert.ToBase64String(bytes), ["title"] = title,
            },
        }),
    };

    private HttpRequestMessage Request(string document, string digest)
    {
        var content = new StringContent(document, Encoding.UTF8, new MediaTypeHeaderValue("application/fhir+json"));
        return new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = content, Headers = { { "If-None-Exist", $"identifier={Digests}|{digest}" } },
        };
    }
}
