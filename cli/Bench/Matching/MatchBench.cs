using System.Diagnostics;
using System.Text.Json.Nodes;
using Phr.Cli.Bench.Record;

namespace Phr.Cli.Bench.Matching;

/// <summary>
/// <c>Patient/$match</c> on a made-up place of Japan: 20,000 people as one hospital registered them, asked for by another that registered
/// them by itself, each with the errors of a desk; a third of those asked for are not stored, though relatives of theirs may be. Beside it
/// a search by name, birth date and sex, as they are told: what exact agreement finds, and what it costs.
/// <para>The weights were chosen on the people of <see cref="TuningSeed"/>; <c>match</c> reports on others.</para>
/// </summary>
internal static class MatchBench
{
    public const int TuningSeed = 19_470_503;
    public const int ReportSeed = 20_261_122;

    private const int StoredCount = 20_000;
    private const int StrangersCount = 4_000;
    private const int AskedStored = 2_000;
    private const int AskedStrangers = 1_000;

    public static Task<BenchReport> Run(Action<string> say, CancellationToken ct) => Run("match", ReportSeed, say, ct);

    public static Task<BenchReport> Tune(Action<string> say, CancellationToken ct) => Run("match-tuning", TuningSeed, say, ct);

    private static async Task<BenchReport> Run(string name, int seed, Action<string> say, CancellationToken ct)
    {
        say("people");
        var people = new MatchPeople(seed).Make(StoredCount + StrangersCount).ToArray();
        var chance = new Random(seed + 1);
        chance.Shuffle(people);
        var stored = people[..StoredCount];
        say("a platform of its own");
        await using var platform = await SeparatePlatform.Start(null, ct);
        using var tokens = new BenchTokens(platform);
        using (var bulk = new BulkCaller(platform.Urls.Fhir, tokens.Hospital("hospital-a"), platform.ResidentBytes))
        {
            say("registering them");
            await bulk.Import(Lines(stored, new Registration(DeskErrors.Stored, Registration.StoredNumbers, chance)), ct);
        }
        var desk = new Registration(DeskErrors.Asked, "urn:oid:1.2.392.100495.20.3.51.12100000002", chance);
        var asked = stored[..AskedStored].Concat(people[StoredCount..][..AskedStrangers])
            .Select((person, i) => new AskedPerson(desk.Of(person), i < AskedStored ? person.Number : null)).ToArray();
        chance.Shuffle(asked);
        using var caller = new MatchCaller(platform.Urls.Fhir, tokens.Hospital("hospital-a"));
        return await Measure(name, platform, caller, asked, say, ct);
    }

    private static async Task<BenchReport> Measure(
        string name, SeparatePlatform platform, MatchCaller caller, AskedPerson[] asked, Action<string> say, CancellationToken ct)
    {
        var (figures, limits) = (new Dictionary<string, double>(), new Dictionary<string, double>());
        say("warming up");
        foreach (var person in asked[..200])
            await caller.Match(person, onlyCertain: false, ct);
        say("matching");
        var tally = new MatchTally();
        var taken = new List<double>(asked.Length);
        var (cpu, clock) = (platform.CpuSeconds(), Stopwatch.StartNew());
        var answers = new List<IReadOnlyList<ToldMatch>>(asked.Length);
        foreach (var person in asked)
        {
            var begun = clock.Elapsed;
            answers.Add(await caller.Match(person, onlyCertain: false, ct));
            taken.Add((clock.Elapsed - begun).TotalMilliseconds);
        }
        var timings = Timings.Of(taken, clock.Elapsed);
        (figures["p50Ms"], figures["p99Ms"]) = (timings.P50Ms, timings.P99Ms);
        figures["cpuMs"] = 1000 * (platform.CpuSeconds() - cpu) / asked.Length;
        say("only certain ones");
        for (var i = 0; i < asked.Length; i++)
        {
            var certain = await caller.Match(asked[i], onlyCertain: true, ct);
            tally.Add(asked[i].Number is not null, answers[i], certain.Count == 0 ? null : certain[0].IsRight);
        }
        tally.Report(figures);
        say("searching by what is told");
        foreach (var person in asked[..200])
            await caller.Search(person, ct);
        await Search(platform, caller, asked, limits, ct);
        return new BenchReport(name, figures, limits, new Dictionary<string, double>
        {
            ["onlyCertainRecallToExact"] = figures["onlyCertainRecall"] / limits["exactRecall"],
            ["cpuToExact"] = figures["cpuMs"] / limits["exactCpuMs"],
        });
    }

    private static async Task Search(
        SeparatePlatform platform, MatchCaller caller, AskedPerson[] asked, Dictionary<string, double> limits, CancellationToken ct)
    {
        var (cpu, found, right) = (platform.CpuSeconds(), 0, 0);
        foreach (var person in asked)
        {
            var ids = await caller.Search(person, ct);
            found += ids.Count;
            right += ids.Count(id => id == person.Id);
        }
        limits["exactCpuMs"] = 1000 * (platform.CpuSeconds() - cpu) / asked.Length;
        limits["exactPrecision"] = (double)right / found;
        limits["exactRecall"] = (double)right / asked.Count(person => person.Number is not null);
    }

    private static byte[] Lines(IReadOnlyList<MatchPerson> people, Registration desk)
    {
        var lines = new MemoryStream();
        foreach (var person in people)
        {
            var patient = desk.Of(person);
            patient["id"] = AskedPerson.IdOf(person.Number);
            lines.Write(LoadResources.Utf8(patient));
            lines.WriteByte((byte)'\n');
        }
        return lines.ToArray();
    }
}

/// <summary>Somebody who is asked for.</summary>
/// <param name="Number">Null of who is not stored.</param>
internal sealed record AskedPerson(JsonObject Patient, int? Number)
{
    public string? Id => Number is { } number ? IdOf(number) : null;

    public static string IdOf(int number) => $"person-{number}";
}
