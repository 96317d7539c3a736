using System.Security.Cryptography;
using Phr.Model.Scoring;

namespace Phr.Model.Evaluation;

/// <summary>
/// Lets a risk through to a person only where the site has signed for this very model. What was signed last of a model decides, also
/// where it is a no-go. Read once at start: a new signature takes effect with the next start, a file that cannot be read or verified
/// decides nothing.
/// </summary>
public sealed class EvaluationGate
{
    /// <summary>Ending of the files that are looked for.</summary>
    public const string FileEnding = ".evaluation.json";

    /// <summary>Files beyond this many, of those that were written last, are not read.</summary>
    public const int FilesMax = 1000;

    private readonly Dictionary<string, SignedEvaluation> _last = [];

    /// <param name="folder">Holds signed evaluations; may be absent.</param>
    /// <param name="trusted">Public keys of those who may sign for the site.</param>
    public EvaluationGate(string folder, IReadOnlyList<ECDsa> trusted)
    {
        if (!Directory.Exists(folder))
            return;
        var newest = Directory.GetFiles(folder, "*" + FileEnding)
            .OrderByDescending(File.GetLastWriteTimeUtc).ThenByDescending(Path.GetFileName, StringComparer.Ordinal).Take(FilesMax);
        foreach (var file in newest)
        {
            if (SignedEvaluation.Read(File.ReadAllBytes(file)) is not { } signed || !trusted.Any(signed.IsSignedBy))
                continue;
            if (!_last.TryGetValue(signed.ModelDigest, out var other) || other.SignedAt < signed.SignedAt)
                _last[signed.ModelDigest] = signed;
        }
    }

    /// <summary>Whether anything of this model may be shown.</summary>
    /// <param name="shipped">Digest of the model as it was shipped, as in all below.</param>
    public bool IsOpen(string shipped) => _last.TryGetValue(shipped, out var signed) && signed.Tasks.Count > 0;

    /// <summary>Whether this outcome of this model may be shown.</summary>
    public bool IsOpen(string shipped, string task) => _last.TryGetValue(shipped, out var signed) && signed.Tasks.Contains(task);

    /// <summary>The site's own calibrations of this model; empty where it is shown as it was shipped.</summary>
    public IReadOnlyDictionary<string, HazardCalibration> Calibrations(string shipped) =>
        _last.TryGetValue(shipped, out var signed) ? signed.Calibrations : new Dictionary<string, HazardCalibration>();
}
