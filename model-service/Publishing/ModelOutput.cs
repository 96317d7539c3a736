namespace Phr.Model.Publishing;

/// <summary>A RiskAssessment that planets-server was given.</summary>
/// <param name="Assessment">Its reference, "RiskAssessment/…".</param>
/// <param name="Patient">Id of the person's own Patient.</param>
/// <param name="Model">Digest of the model that made it.</param>
/// <param name="Outcome">Key of the task.</param>
/// <param name="Position">Of the log, up to which the record was read.</param>
public sealed record ModelOutput(
    string Assessment, string Patient, string Model, string Outcome, long Position, DateTimeOffset AssessedAt);

/// <summary>An output as a recall lists it.</summary>
/// <param name="Number">Counts up over all models, with gaps.</param>
/// <param name="Stands">Whether it is what planets-server has now, neither followed by another nor deleted.</param>
public sealed record ListedOutput(
    long Number, string Assessment, string Patient, string Outcome, long Position, DateTimeOffset AssessedAt, bool Stands);
