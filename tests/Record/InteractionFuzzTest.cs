using System.Net.Http.Headers;
using System.Text;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Record;

/// <summary>Broken bodies and addresses, from a seed: each is answered with a status of the caller's fault or of
/// success, never with 500.</summary>
public sealed class InteractionFuzzTest(RecordHost host) : IClassFixture<RecordHost>
{
    private const int Requests = 400;

    private static readonly string[] Pieces =
    [
        "\"", "{", "}", "[", "]", ",", ":", "null", "true", "-0", "1e999", "1e99999999999", "\\u0000", "\\ud800", "~", "/", "/-", "..",
            "%", "%00", "%2F", "?", "&", "=",
        "|", "$", "\\", "'", "(", ")", ".where(", "$this", "[0]", "[99999999999]", "value", "Patient", "\n", "\u3042", "\U0001F600",
            "9999-99-99", "W/\"1\"", "*", "urn:uuid:",
    ];

    [Theory]
    [InlineData(1, "application/json-patch+json", """[{"op":"add","path":"/name/0/given/-","value":"N"},{"op":"test","path":"/active","value":true}]""")]
    [InlineData(2, "application/fhir+json", """{"resourceType":"Parameters","parameter":[{"name":"operation","part":[{"name":"type","valueCode":"insert"},{"name":"path","valueString":"Patient.name[0].given"},{"name":"index","valueInteger":0},{"name":"value","valueString":"N"}]}]}""")]
    public async Task Patches(int seed, string type, string patch)
    {
        using var a = host.Hospital("hospital-a");
        var id = await a.Create(Patient("Fuzz"));
        await All(seed, a, random =>
            new HttpRequestMessage(HttpMethod.Patch, $"Patient/{id}") { Content = Body(Broken(patch, random), type) });
    }

    [Theory]
    [InlineData(3, "Patient", """{"resourceType":"Patient","name":[{"family":"F","given":["A"],"_given":[{"id":"g"}]}],"birthDate":"1964-02-03"}""")]
    [InlineData(4, "", """{"resourceType":"Bundle","type":"transaction","entry":[{"fullUrl":"urn:uuid:1","resource":{"resourceType":"Patient"},"request":{"method":"POST","url":"Patient","ifNoneExist":"identifier=a|b"}},{"request":{"method":"DELETE","url":"Patient?identifier=c"}},{"request":{"method":"GET","url":"Patient?_id=x"}}]}""")]
    [InlineData(5, "", """{"resourceType":"Bundle","type":"batch","entry":[{"resource":{"resourceType":"Binary","contentType":"application/json-patch+json","data":"W10="},"request":{"method":"PATCH","url":"Patient?identifier=c","ifMatch":"W/\"1\""}},{"request":{"method":"GET","url":"Patient/x/_history?_at=2020"}}]}""")]
    public async Task Bodies(int seed, string address, string body)
    {
        using var a = host.Hospital("hospital-a");
        await All(seed, a, random =>
            new HttpRequestMessage(HttpMethod.Post, address) { Content = Body(Broken(body, random), "application/fhir+json") });
    }

    [Theory]
    [InlineData(6, "GET", "Patient/_history?_since=2020-01-01&_at=2026&_count=3")]
    [InlineData(7, "DELETE", "Patient?identifier=urn:none|x&_count=2")]
    [InlineData(8, "PUT", "Patient?identifier=urn:none|x&birthdate=ge1999")]
    [InlineData(9, "PATCH", "Patient?identifier=urn:none|x&name:exact=a")]
    [InlineData(10, "GET", "Patient?name=a&_sort=birthdate&_has:Observation:patient:code=1&general-practitioner.name=b")]
    public async Task Addresses(int seed, string method, string address)
    {
        using var a = host.Hospital("hospital-a");
        await All(seed, a, random =>
        {
            // A fragment and a line break are the client library's business.
            var broken = Broken(address, random).Replace("#", "", StringComparison.Ordinal).ReplaceLineEndings("");
            var request = new HttpRequestMessage(new HttpMethod(method), broken.TrimStart('/'));
            if (method is "PUT" or "PATCH")
                request.Content = Body(method == "PUT" ? """{"resourceType":"Patient"}""" : "[]", method == "PUT"
                    ? "application/fhir+json" : "application/json-patch+json");
            if (random.Next(3) == 0)
                request.Headers.TryAddWithoutValidation("Prefer", Broken("handling=lenient, return=minimal",
                    random).ReplaceLineEndings("").Replace("\0", "", StringComparison.Ordinal));
            return request;
        });
    }

    private async Task All(int seed, HttpClient http, Func<Random, HttpRequestMessage> make)
    {
        var random = new Random(seed);
        var answered = 0;
        for (var i = 0; i < Requests; i++)
        {
            HttpRequestMessage request;
            try
            {
                request = make(random);
            }
            catch (Exception e) when (e is UriFormatException or FormatException or ArgumentException)
            {
                continue;
            }
            using (request)
            {
                var sent = request.Content is null ? "" : await request.Content.ReadAsStringAsync();
                HttpResponseMessage answer;
                try
                {
                    answer = await http.SendAsync(request);
                }
                catch (Exception e) when (e is NotSupportedException or HttpRequestException { InnerException: null })
                {
                    // Something that no client sends: another scheme, a header that is not ASCII.
                    continue;
                }
                Assert.True(
                    (int)answer.StatusCode < 500,
                    $"seed {seed}, request {i}: {request.Method} {request.RequestUri} gave {(int)answer.StatusCode}\n{sent}\n{Log().LastOrDefault()}");
                answered++;
            }
        }
        Assert.True(answered > Requests / 2);
    }

    private string[] Log() => File.ReadAllLines(Path.Combine(host.Settings.DataFolder, "log.jsonl"));

    private static StringContent Body(string text, string type) => new(text, Encoding.UTF8, new MediaTypeHeaderValue(type));

    private static string Broken(string text, Random random)
    {
        var broken = new StringBuilder(text);
        for (var changes = random.Next(1, 4); changes > 0 && broken.Length > 0; changes--)
        {
            var at = random.Next(broken.Length);
            switch (random.Next(4))
            {
                case 0:
                    broken.Remove(at, Math.Min(random.Next(1, 8), broken.Length - at));
                    break;
                case 1:
                    broken.Insert(at, broken.ToString(at, Math.Min(random.Next(1, 20), broken.Length - at)));
                    break;
                default:
                    broken.Insert(at, Pieces[random.Next(Pieces.Length)]);
                    break;
            }
        }
        return broken.ToString();
    }
}
