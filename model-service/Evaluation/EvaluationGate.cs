using System.Security.Cryptography;

namespace Phr.Model.Evaluation;

/// <summary>
/// Lets a risk through to a person only where the site has signed for this very model. Read once at start: a new
/// signature takes effect with the next start, a file that cannot be read or verified opens nothing.
/// </summary>
public sealed class EvaluationGate
{
    /// <summary>Ending of the files that are looked for.</summary>
    public const string FileEnding = ".evaluation.json";

    /// <summary>Files beyond this many are not read.</summary>
    private const int FilesMax = 1000;

    private readonly HashSet<(string Model, string Task)> _open = [];

    /// <param name="folder">Holds signed evaluations; may be absent.</param>
    /// <param name="trusted">Public keys of those who may sign for the site.</param>
    public EvaluationGate(string folder, IReadOnlyList<ECDsa> trusted)
    {
        if (!Directory.Exists(folder))
            return;
        foreach (var file in Directory.GetFiles(folder, "*" + FileEnding).Order(StringComparer.Ordinal).Take(FilesMax))
        {
            if (SignedEvaluation.Read(File.ReadAllBytes(file)) is not { } signed || !trusted.Any(signed.IsSignedBy))
                continue;
            foreach (var task in signed.Tasks)
                _open.Add((signed.ModelDigest, task));
        }
    }

    /// <summary>Whether anything of this model may be shown.</summary>
    public bool IsOpen(string modelDigest) => _open.Any(entry => entry.Model == modelDigest);

    /// <summary>Whether this outcome of this model may be shown.</summary>
    public bool IsOpen(string modelDigest, string task) => _open.Contains((modelDigest, task));
}
