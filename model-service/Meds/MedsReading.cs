namespace Phr.Model.Meds;

/// <summary>What was met while the people of a data set were read, for those who report on them; counts grow with the reading.</summary>
public sealed class MedsReading
{
    /// <summary>Subjects without MEDS_BIRTH and its time, who are left out.</summary>
    public int WithoutBirth { get; internal set; }

    /// <summary>People whom a model learnt from, who are left out where it is measured.</summary>
    public int LearntFrom { get; internal set; }

    /// <summary>When observation ends of whom nothing ends it before.</summary>
    public DateTimeOffset ObservedUntil { get; internal set; }

    /// <summary>Rows after <see cref="ObservedUntil"/>, which are passed over.</summary>
    public long RowsAfter { get; internal set; }
}
