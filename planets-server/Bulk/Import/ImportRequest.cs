using Phr.Planets.Access;
using Phr.Planets.Bulk.Jobs;

namespace Phr.Planets.Bulk.Import;

/// <summary>What an import is of; its inputs are files of the job. A sealed stored format: fields are only added.</summary>
public sealed record ImportRequest(string Url, Requester Requester);

/// <summary>Where an import goes on, and what came of it so far. A stored format: fields are only added.</summary>
/// <param name="Pass">What others refer to and are about comes first: <see cref="ImportRun.PassOf"/>.</param>
/// <param name="Input">Place among the inputs.</param>
/// <param name="Line">Lines of it that are done with in this pass.</param>
public sealed record ImportProgress(int Pass, int Input, long Line)
{
    /// <summary>Files whose bytes are counted; they are before anything is taken.</summary>
    public int Measured { get; init; }

    /// <summary>Of these files, unpacked.</summary>
    public long Bytes { get; init; }

    /// <summary>Whether a line of it is a Binary: those come in a pass of their own.</summary>
    public bool HasBinaries { get; init; }

    public long Stored { get; init; }

    public long Updated { get; init; }

    /// <summary>There already, as they came.</summary>
    public long Known { get; init; }

    public long Refused { get; init; }
}
