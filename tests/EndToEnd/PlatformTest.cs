using System.Net;
using Phr.Cli.Demo;
using Spectre.Console;

namespace Phr.Tests.EndToEnd;

/// <summary>The main job over HTTP, with tokens that were signed in for: the same on every topology.</summary>
public abstract class PlatformTest(ITopology topology)
{
    [SkippableFact]
    public async Task What_a_hospital_sends_it_finds_again_and_a_stranger_does_not()
    {
        Skip.If(topology.Missing is not null, topology.Missing);
        using var sent = new Sent(topology.Settings);
        var stored = await sent.Post("hospital:a", "", Bundles.OfOnePatient("e2e-1", 10));

        var patient = ((string)stored["entry"]![0]!["response"]!["location"]!).Split('/')[1];
        var own = await sent.Get("hospital:a", $"Observation?patient={patient}&_total=accurate");
        var other = await sent.Get("hospital:c", $"Observation?patient={patient}&_total=accurate");

        Assert.Equal((10, 0), ((int)own["total"]!, (int)other["total"]!));
    }

    [SkippableFact]
    public async Task A_person_reads_their_own_patient_and_nobody_elses()
    {
        Skip.If(topology.Missing is not null, topology.Missing);
        using var sent = new Sent(topology.Settings);
        var (own, other) = (await sent.PatientOf("patient:1"), await sent.PatientOf("patient:2"));

        Assert.Equal(own, (string?)(await sent.Get("patient:1", $"Patient/{own}"))["id"]);
        using var refused = await sent.Send("patient:1", HttpMethod.Get, $"Patient/{other}", null);
        Assert.Contains(refused.StatusCode, new[] { HttpStatusCode.NotFound, HttpStatusCode.Forbidden });
    }

    [SkippableFact]
    public async Task The_demonstration_plays_from_the_first_record_to_the_erasure()
    {
        Skip.If(topology.Missing is not null, topology.Missing);
        var silent = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) });

        var report = await Demo.Play(topology.Settings, new Narrator(silent), new StepClock(), default);

        Assert.Equal(3, report.Sources.Count);
        Assert.All(report.Sources, source => Assert.True(source.Resources > 0, source.Name));
        Assert.True(report.TimelineItems > 3_000, $"{report.TimelineItems}");
        Assert.Equal(AskTheModel.Outcomes.Order(), report.Risks.Select(risk => risk.Outcome).Order());
        Assert.All(report.Risks, risk => Assert.InRange(risk.Probability, 0, 1));
        Assert.All(report.Risks, risk => Assert.Contains(risk.Drivers, driver => driver.Evidence.Count > 0));
        Assert.True(report.Refusal.Before >= 20, $"{report.Refusal.Before}");
        Assert.Equal((0, report.Refusal.Before, 0), (report.Refusal.After, report.Refusal.OwnHospital, report.Refusal.ThirdHospital));
        Assert.Equal((1, 0), (report.Release.People, report.Release.SourceIdentifiersFound));
        Assert.True(report.Release.Resources > 100, $"{report.Release.Resources}");
        Assert.True(report.Verify.Ok);
        Assert.NotNull(report.Verify.TamperFoundAt);
        Assert.True(report.Release.SourceIdentifiersSought > 1_000, $"{report.Release.SourceIdentifiersSought}");
        Assert.True(report.Erasure.ReadableBefore > 0);
        Assert.Equal(0, report.Erasure.ReadableBodies);
        Assert.Empty(report.Faults());
    }
}

/// <summary>One whole platform at a time: each takes what a machine has.</summary>
[CollectionDefinition(Name)]
public sealed class OnePlatformAtATime
{
    public const string Name = "one platform at a time";
}

[Collection(OnePlatformAtATime.Name)]
public sealed class InOneProcessTest(OneProcess topology) : PlatformTest(topology), IClassFixture<OneProcess>;

[Collection(OnePlatformAtATime.Name)]
public sealed class InProcessesOfTheirOwnTest(ProcessEach topology) : PlatformTest(topology), IClassFixture<ProcessEach>;
