using System.Text.Json;
using System.Text.Json.Serialization;
using Phr.Model.Assessments;
using Phr.Model.Scoring;

namespace Phr.Model.Risks;

/// <summary>Which model an answer is from.</summary>
/// <param name="Digest">SHA-256 of what decides its answers, lower-case hexadecimal.</param>
public sealed record AnsweredModel(string Name, string Version, string Digest)
{
    /// <param name="folder">NAME-VERSION.</param>
    public static AnsweredModel Of(string folder, string digest)
    {
        var dash = folder.LastIndexOf('-');
        return dash > 0 ? new(folder[..dash], folder[(dash + 1)..], digest) : new(folder, "", digest);
    }
}

/// <summary>A text in both languages.</summary>
public sealed record Bilingual(string Ja, string En);

/// <summary>Probability (0 to 1) that the outcome comes within some years.</summary>
/// <param name="Interval">Holds the true risk of nine of ten people with such an answer; null where the model gives none.</param>
public sealed record AnsweredHorizon(double Years, double Probability, RiskInterval? Interval = null);

/// <summary>What today's record gave as far as it reached at a past moment, at the risk's own horizon.</summary>
public sealed record AnsweredPast(DateTimeOffset At, double Probability);

/// <summary>So many of so many people, for an icon array.</summary>
public sealed record AnsweredIcons(int Affected, int Of);

/// <summary>What the entries of a clinical group do to the answer.</summary>
/// <param name="Contribution">Probability (0 to 1) with these entries less that without them.</param>
/// <param name="Changeable">Whether an act of the person or their doctor can move the factor.</param>
/// <param name="Evidence">The person's own entries behind it, FHIR references.</param>
public sealed record AnsweredDriver(
    string Group, Bilingual Title, double Contribution, bool Changeable, Bilingual Text, IReadOnlyList<string> Evidence)
{
    /// <summary>Whether the record tells that the contribution goes this way; where not, its sign is not to be shown.</summary>
    public bool IsDirectionTold { get; init; } = true;
}

/// <summary>The probability with something changed, by what trials found; at the risk's own horizon.</summary>
/// <param name="Low">To <paramref name="High"/>: with the bounds of the trials' effect.</param>
/// <param name="Source">The trials.</param>
public sealed record AnsweredWhatIf(string Change, double Probability, double Low, double High, Bilingual Text, string Source);

/// <summary>One outcome's risk as a person's phone gets it.</summary>
/// <param name="Probability">At <paramref name="HorizonYears"/>, as are the next two.</param>
/// <param name="AYearAgo">From today's record as far as it reached a year ago; null where it did not reach that far.</param>
/// <param name="Peers">Mean of people of the same age and sex in training; null where unknown.</param>
/// <param name="Assessment">FHIR reference of the stored RiskAssessment.</param>
public sealed record AnsweredRisk(
    string Outcome, Bilingual Title, double HorizonYears, double Probability, double? AYearAgo, double? Peers,
    IReadOnlyList<AnsweredHorizon> Horizons, AnsweredIcons Icons, Bilingual Text, IReadOnlyList<AnsweredDriver> Drivers, string Assessment)
{
    /// <summary>Which was chosen for the outcome and the person; null in an answer that was stored before several were served.</summary>
    public AnsweredModel? Model { get; init; }

    /// <summary>Whether too little of the record could be read to rely on it.</summary>
    public bool Weak { get; init; }

    /// <summary>What the estimate is and is not; the same for all outcomes. Null in an answer that was stored before there was one.</summary>
    public Bilingual? Note { get; init; }

    /// <summary>Holds the true risk of nine of ten people with such an answer; null where the model gives none.</summary>
    public RiskInterval? Interval { get; init; }

    /// <summary>The five years before, oldest first, as far as the record reaches.</summary>
    public IReadOnlyList<AnsweredPast> Trajectory { get; init; } = [];

    /// <summary>
    /// At the horizon that was asked about; null where none was, or the outcome was learnt for a shorter time.
    /// </summary>
    public AnsweredHorizon? Asked { get; init; }

    /// <summary>
    /// The moment of a stay in hospital from which the horizons count and after which nothing was read; null of a question that is put now.
    /// </summary>
    public DateTimeOffset? AskedAt { get; init; }

    /// <summary>Years ahead for which the outcome was learnt; 0 where it says itself until when.</summary>
    public double YearsMax { get; init; }

    /// <summary>From which any horizon is answered; kept with the answer and never sent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public HazardCurve? Curve { get; init; }

    /// <summary>As it is sent.</summary>
    /// <param name="years">A horizon that was asked about; null for none.</param>
    public AnsweredRisk At(double? years) => this with
    {
        Curve = null,
        Asked = years is not { } within || within > YearsMax || Curve is not { } curve ? null : new(
            within, curve.Risk(within), Interval is { } own ? RiskIntervals.At(own, curve, HorizonYears, within) : null),
    };

    /// <summary>What it would be with what can be changed.</summary>
    public IReadOnlyList<AnsweredWhatIf> WhatIfs { get; init; } = [];
}

/// <summary>Probability (0 to 1) that the next visit comes within some days.</summary>
public sealed record AnsweredWithin(int Days, double Probability);

/// <summary>Share (0 to 1) of next visits that are of a kind.</summary>
public sealed record AnsweredKind(string Kind, Bilingual Title, double Share);

/// <summary>When the next visit comes and of which kind, as people with such a record have it.</summary>
public sealed record AnsweredVisit(IReadOnlyList<AnsweredWithin> Within, IReadOnlyList<AnsweredKind> Kinds, Bilingual Text);

/// <summary>So many entries of the record that were not read as they came.</summary>
/// <param name="Reason">"unknown-code", "unknown-unit", "implausible-value", "bounded-value", "no-number", "beyond-range", "undated",
/// "outside-life" or "thinned".</param>
public sealed record AnsweredUnread(string Reason, int Count, Bilingual Text)
{
    /// <summary>Digest of the model that could not read them; kept with the answer and never sent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Model { get; init; }
}

/// <summary>An outcome that is switched on and not answered.</summary>
/// <param name="Reason">"age", "already", "not-applicable", "no-record", "no-birth-date", "too-long" or "no-model".</param>
public sealed record UnansweredRisk(string Outcome, Bilingual Title, string Reason)
{
    /// <summary>Which does not answer; null where none was chosen.</summary>
    public AnsweredModel? Model { get; init; }
}

/// <summary>All that the model says of one person at one moment. Stored as JSON: a member may be added, none renamed.</summary>
/// <param name="Position">Of the log: the answer is from all that was in the record by then.</param>
/// <param name="ModelDigest">Of all models that are served together.</param>
/// <param name="ExplainedPosition">
/// The same of the drivers: they are of this very answer where it is equal to <paramref name="Position"/>, and follow a little later where
/// it is behind; null where there are none yet.
/// </param>
public sealed record RiskAnswer(
    long Position, DateTimeOffset Moment, string ModelDigest, IReadOnlyList<AnsweredRisk> Risks, IReadOnlyList<UnansweredRisk> NotAnswered,
    long? ExplainedPosition)
{
    /// <summary>Null where the model does not say, or answered no outcome.</summary>
    public AnsweredVisit? NextVisit { get; init; }

    /// <summary>What of the record was not read as it came, the most frequent reason first.</summary>
    public IReadOnlyList<AnsweredUnread> NotRead { get; init; } = [];

    /// <summary>The same answer from a later position, up to which the record has not changed.</summary>
    public RiskAnswer From(long position) => this with
    {
        Position = position, ExplainedPosition = ExplainedPosition == Position ? position : ExplainedPosition,
    };

    public byte[] Json() => JsonSerializer.SerializeToUtf8Bytes(this, JsonSerializerOptions.Web);

    /// <summary>Null where the bytes are of another version, or of one that kept no curves or did not name each risk's model.</summary>
    public static RiskAnswer? Read(byte[] stored)
    {
        try
        {
            return JsonSerializer.Deserialize<RiskAnswer>(stored, JsonSerializerOptions.Web) is
                { Risks: not null, NotAnswered: not null, ModelDigest: not null } read
                && read.Risks.All(risk => risk is { Curve: not null, Model: not null })
                && read.NotRead.All(unread => unread.Model is not null)
                    ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
