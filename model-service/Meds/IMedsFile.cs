using Phr.Model.Tokens;

namespace Phr.Model.Meds;

/// <summary>One file of rows of a MEDS data set.</summary>
internal interface IMedsFile
{
    /// <summary>As the caller named it, or under the folder that the caller named.</summary>
    string Path { get; }

    /// <summary>The rows, in the order of the file.</summary>
    /// <exception cref="InvalidDataException">Not such a file; the message names the place.</exception>
    IAsyncEnumerable<MedsEvent> Rows(CancellationToken ct);

    /// <summary>The latest time of each subject that has a row with a time.</summary>
    /// <exception cref="InvalidDataException">Not such a file; the message names the place.</exception>
    IAsyncEnumerable<DateTimeOffset> LastTimes(CancellationToken ct);
}
