using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Phr.Model.Evaluation;
using Phr.Model.Scoring;

namespace Phr.Tests.Model;

public sealed class EvaluationGateTest : IDisposable
{
    private static readonly DateTimeOffset Now = Records.At("2026-01-01T00:00:00Z");

    private readonly string _folder = Directory.CreateTempSubdirectory("phr-gate-").FullName;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    [Fact]
    public void Without_a_signature_nothing_is_shown()
    {
        Assert.False(new EvaluationGate(_folder, [_key]).IsOpen("model"));
        Assert.False(new EvaluationGate(Path.Combine(_folder, "absent"), [_key]).IsOpen("model"));
    }

    [Fact]
    public void A_signature_opens_its_own_model_and_its_good_tasks_only()
    {
        Store(Sign());

        var gate = new EvaluationGate(_folder, [_key]);

        Assert.True(gate.IsOpen("model"));
        Assert.True(gate.IsOpen("model", "good"));
        Assert.False(gate.IsOpen("model", "bad"));
        Assert.False(gate.IsOpen("other"));
    }

    [Theory]
    [InlineData("\"model\"", "\"other\"")]
    [InlineData("\"good\"", "\"bad\"")]
    [InlineData("\"site\"", "\"elsewhere\"")]
    [InlineData("2026-01-01", "2027-01-01")]
    public void A_changed_field_breaks_the_signature(string from, string to)
    {
        var text = Encoding.UTF8.GetString(Sign().Json());
        Assert.Contains(from, text, StringComparison.Ordinal);
        var at = text.LastIndexOf(from, StringComparison.Ordinal);
        Store(Encoding.UTF8.GetBytes(text[..at] + to + text[(at + from.Length)..]));

        var gate = new EvaluationGate(_folder, [_key]);

        Assert.False(gate.IsOpen("model") || gate.IsOpen("other"));
    }

    [Fact]
    public void What_was_signed_last_decides_also_when_it_is_a_no_go()
    {
        Store(Sign());
        var later = SignedEvaluation.Sign(
            new EvaluationReport("model", "test", 1000, [Task("good", Good with { Auroc = 0.5 })]), new AcceptanceCriteria(), "site", Now.AddDays(1), _key);
        File.WriteAllBytes(Path.Combine(_folder, "another" + EvaluationGate.FileEnding), later.Json());

        Assert.False(new EvaluationGate(_folder, [_key]).IsOpen("model"));
    }

    [Theory]
    [InlineData("\"phr-evaluation-2\"", "\"phr-evaluation-1\"")]
    [InlineData("\"phr-evaluation-2\"", "\"phr-evaluation-3\"")]
    [InlineData("\"statement\"", "\"statemen\"")]
    public void A_signature_holds_in_its_own_version_only(string from, string to)
    {
        var text = Encoding.UTF8.GetString(Sign().Json());
        Assert.Contains(from, text, StringComparison.Ordinal);
        Store(Encoding.UTF8.GetBytes(text.Replace(from, to, StringComparison.Ordinal)));

        Assert.False(new EvaluationGate(_folder, [_key]).IsOpen("model"));
    }

    /// <summary>As versions before this one signed.</summary>
    [Fact]
    public void A_signature_of_the_first_version_still_holds()
    {
        Store(First("report", ["good"], "site", Lines("report", "good", "site")));

        Assert.True(new EvaluationGate(_folder, [_key]).IsOpen("model", "good"));
    }

    /// <summary>The same bytes, cut elsewhere: a no-go of a site whose name had a line end would be a go.</summary>
    [Fact]
    public void A_no_go_of_the_first_version_cannot_be_cut_into_a_go()
    {
        Store(First("report\n", ["good"], "X", Lines("report", "", "good\nX")));

        Assert.False(new EvaluationGate(_folder, [_key]).IsOpen("model"));
    }

    [Theory]
    [InlineData("a\nb")]
    [InlineData("a\u0000")]
    [InlineData("")]
    public void Nobody_signs_by_a_name_that_is_none(string site)
    {
        Assert.Throws<ArgumentException>(() => SignedEvaluation.Sign(
            new EvaluationReport("model", "test", 1000, [Task("good", Good)]), new AcceptanceCriteria(), site, Now, _key));
        Assert.Null(SignedEvaluation.FaultOfSite(new string('x', SignedEvaluation.SiteLengthMax)));
        Assert.NotNull(SignedEvaluation.FaultOfSite(new string('x', SignedEvaluation.SiteLengthMax + 1)));
    }

    [Fact]
    public void Of_more_files_than_are_read_the_newest_are()
    {
        for (var i = 0; i < EvaluationGate.FilesMax; i++)
        {
            var old = Path.Combine(_folder, $"a{i}" + EvaluationGate.FileEnding);
            File.WriteAllText(old, "{}");
            File.SetLastWriteTimeUtc(old, Now.UtcDateTime);
        }
        Store(Sign());

        Assert.True(new EvaluationGate(_folder, [_key]).IsOpen("model", "good"));
    }

    [Fact]
    public void A_site_s_calibration_is_signed_with_it()
    {
        var report = new EvaluationReport("model", "test", 1000, [Task("level", Good with { ObservedOverExpected = 2 })])
        {
            Recalibrated = [new RecalibratedTask(new HazardCalibration(1.25, -0.5, 0, 60), 500, Task("level", Good))],
        };
        var signed = SignedEvaluation.Sign(report, new AcceptanceCriteria(), "site", Now, _key);
        Store(signed);
        var gate = new EvaluationGate(_folder, [_key]);

        Assert.True(gate.IsOpen("model", "level"));
        Assert.Equal(new HazardCalibration(1.25, -0.5, 0, 60), gate.Calibrations("model")["level"]);
        Assert.Empty(gate.Calibrations("other"));
        Store(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(signed.Json()).Replace("1.25", "1.26", StringComparison.Ordinal)));
        Assert.False(new EvaluationGate(_folder, [_key]).IsOpen("model"));
    }

    [Fact]
    public void A_signature_of_someone_else_opens_nothing()
    {
        Store(Sign());
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        Assert.False(new EvaluationGate(_folder, [stranger]).IsOpen("model"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("no JSON")]
    [InlineData("""{"modelDigest":"model","reportSha256":"","tasks":["good"],"site":"","signedAt":"2026-01-01T00:00:00Z","signature":"!"}""")]
    public void A_file_that_is_no_evaluation_opens_nothing(string stored)
    {
        Store(Encoding.UTF8.GetBytes(stored));

        Assert.False(new EvaluationGate(_folder, [_key]).IsOpen("model"));
    }

    [Fact]
    public void Too_few_outcomes_a_bad_slope_or_one_bad_subgroup_is_no_go()
    {
        var criteria = new AcceptanceCriteria();

        Assert.Empty(criteria.Faults(Task("x", Good)));
        Assert.Single(criteria.Faults(Task("x", Good with { Outcomes = criteria.OutcomesMin - 1 })));
        Assert.Empty(criteria.Faults(Task("x", Good with { Outcomes = criteria.OutcomesMin })));
        Assert.Single(criteria.Faults(Task("x", Good with { Slope = 0.7 })));
        Assert.Single(criteria.Faults(Task("x", Good with { Auroc = double.NaN })));
        Assert.Single(criteria.Faults(Task("x",
            Good) with { Subgroups = [new("women", Good with { ObservedOverExpected = 2 })] }));
    }

    public void Dispose()
    {
        _key.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static readonly Measures Good = new(1000, 100, 0.1, 0.1, 0.8, 0.3, 0.08, 0.1, 1, 1, 0.005);

    private static TaskEvaluation Task(string key, Measures all) =>
        new(key, 5, all, [], new Dictionary<string, Measures>(), []);

    private SignedEvaluation Sign() => SignedEvaluation.Sign(
        new EvaluationReport("model", "test", 1000, [Task("good", Good), Task("bad", Good with { Auroc = 0.5 })]),
        new AcceptanceCriteria(), "site", Now, _key);

    private static string Lines(string report, string tasks, string site) =>
        string.Join('\n', "phr-evaluation-1", "model", report, tasks, site, Now.UtcDateTime.ToString("O"));

    /// <summary>Such a file had no member <c>statement</c>.</summary>
    private byte[] First(string report, string[] tasks, string site, string signed) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        modelDigest = "model", reportSha256 = report, tasks, site, signedAt = Now,
        signature = Convert.ToBase64String(_key.SignData(Encoding.UTF8.GetBytes(signed), HashAlgorithmName.SHA256)),
    });

    private void Store(SignedEvaluation signed) => Store(signed.Json());

    private void Store(byte[] bytes) =>
        File.WriteAllBytes(Path.Combine(_folder, "one" + EvaluationGate.FileEnding), bytes);
}
