using Phr.Model.Evaluation;
using Phr.Model.Scoring;

namespace Phr.Tests.Model.Service;

/// <summary>What a site signs of a model of the tests.</summary>
internal static class SiteSignature
{
    /// <summary>Signs that the first task is good enough, and the second is not.</summary>
    /// <param name="site">Data folder with the site's key.</param>
    /// <param name="evaluations">Folder of the signed evaluations.</param>
    /// <param name="model">Digest of the model as it was shipped.</param>
    /// <param name="auroc">Of the first task.</param>
    /// <param name="calibrated">Of the first task, good enough then; null where that was not tried.</param>
    public static void Write(string site, string evaluations, string model, double auroc = 0.8, HazardCalibration? calibrated = null)
    {
        using var key = SigningKey.LoadOrCreate(site);
        var report = new EvaluationReport(model, "test", 1000, [Evaluated(Records.Tasks[0], auroc), Evaluated(Records.Tasks[1], 0.5)])
        {
            Recalibrated = calibrated is null ? [] : [new RecalibratedTask(calibrated, 500, Evaluated(Records.Tasks[0], 0.8))],
        };
        var signed = SignedEvaluation.Sign(report, new AcceptanceCriteria(), "a hospital", Records.Later, key);
        Directory.CreateDirectory(evaluations);
        File.WriteAllBytes(Path.Combine(evaluations, model[..12] + EvaluationGate.FileEnding), signed.Json());
    }

    private static TaskEvaluation Evaluated(string key, double auroc) => new(
        key, 5, new Measures(1000, 100, 0.1, 0.1, auroc, 0.3, 0.08, 0.1, 1, 1, 0.005), [], new Dictionary<string, Measures>(), []);
}
