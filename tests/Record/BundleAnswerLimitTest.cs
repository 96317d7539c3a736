using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using static Phr.Tests.Record.People;

namespace Phr.Tests.Record;

/// <summary>A server whose Bundles are answered with little.</summary>
public sealed class ShortAnswersHost : IAsyncLifetime
{
    public const int BytesMax = 4_000;

    public RecordHost Record { get; } = new()
    {
        Configuration = new Dictionary<string, string?>
        {
            ["Bundles:AnswerBytesMax"] = BytesMax.ToString(CultureInfo.InvariantCulture),
        },
    };

    public Task InitializeAsync() => Record.InitializeAsync();

    public Task DisposeAsync() => Record.DisposeAsync();
}

/// <summary>The answers to the entries of one Bundle together: at the limit, and one byte past it.</summary>
public sealed class BundleAnswerLimitTest(ShortAnswersHost host) : IClassFixture<ShortAnswersHost>
{
    private const int Half = ShortAnswersHost.BytesMax / 2;

    [Fact]
    public async Task Entries_beyond_the_bytes_of_a_batch_are_answered_413_each()
    {
        using var a = host.Record.Hospital("hospital-a");
        var (half, more) = (await PatientOf(a, Half), await PatientOf(a, Half + 1));

        Assert.Equal(["200", "200"], await Statuses(a, "batch", Get(half), Get(half)));
        Assert.Equal(["200", "413"], (await Statuses(a, "batch", Get(half), Get(more))).Order());
        // The whole of it is no larger, however many there are.
        var many = await Statuses(a, "batch", [.. Enumerable.Range(0, 300).Select(_ => Get(half))]);
        Assert.InRange(many.Count(status => status == "200"), 1, 2);
        Assert.Equal(300, many.Count(status => status is "200" or "413"));
        // Bodies that nobody is given count for nothing.
        Assert.Equal(["200", "200", "200"], await Statuses(a, "transaction", Get(half, "HEAD"), Get(half, "HEAD"), Get(half, "HEAD")));
    }

    [Fact]
    public async Task A_transaction_that_reads_beyond_them_is_refused_and_one_that_wrote_says_what()
    {
        using var a = host.Record.Hospital("hospital-a");
        var (half, more) = (await PatientOf(a, Half), await PatientOf(a, Half + 1));

        Assert.Equal(["200", "200"], await Statuses(a, "transaction", Get(half), Get(half)));
        var (refused, outcome, _) = await a.Send(HttpMethod.Post, "", Bundle("transaction", [Get(half), Get(more)]));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused);
        Assert.Contains("too-costly", outcome.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(["201", "200", "413"], await Statuses(a, "transaction", Entry(Patient("Sato")), Get(half), Get(more)));
    }

    [Theory]
    [InlineData("batch")]
    [InlineData("transaction")]
    public async Task What_is_written_beyond_them_comes_without_its_resource(string type)
    {
        using var a = host.Record.Hospital("hospital-a");
        var bundle = Bundle(type, Enumerable.Range(0, 4).Select(_ => Entry(Patient(new string('x', Half - 500)))));

        var (status, answer, _) = await a.Send(HttpMethod.Post, "", bundle, ("Prefer", "return=representation"));

        Assert.Equal(HttpStatusCode.OK, status);
        var entries = answer["entry"]!.AsArray();
        Assert.All(entries, entry => Assert.StartsWith("201", entry!["response"]!["status"]!.GetValue<string>(), StringComparison.Ordinal));
        Assert.Equal(2, entries.Count(entry => entry!["resource"] is not null));
    }

    // Id of a Patient whose body has so many bytes.
    private static async Task<string> PatientOf(HttpClient http, int bytes)
    {
        const int Fill = 100;
        var probe = await Size(http, await http.Create(Patient(new string('x', Fill))));
        var id = await http.Create(Patient(new string('x', Fill + bytes - probe)));
        Assert.Equal(bytes, await Size(http, id));
        return id;
    }

    private static async Task<int> Size(HttpClient http, string id) => Encoding.UTF8.GetByteCount(await http.GetStringAsync($"Patient/{id}"));

    private static JsonObject Get(string id, string method = "GET") =>
        new() { ["request"] = new JsonObject { ["method"] = method, ["url"] = $"Patient/{id}" } };

    private static async Task<List<string>> Statuses(HttpClient http, string type, params JsonObject[] entries) =>
    [
        .. (await http.Post("", Bundle(type, entries)))["entry"]!.AsArray()
            .Select(entry => entry!["response"]!["status"]!.GetValue<string>()[..3]),
    ];
}
