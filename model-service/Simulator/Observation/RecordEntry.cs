using Phr.Simulator.Codes;

namespace Phr.Simulator.Observation;

/// <summary>Kind of an encounter, by its HL7 v3 ActCode.</summary>
public enum EncounterClass
{
    Ambulatory,
    Inpatient,
    Emergency,
    Checkup,
}

/// <summary>A visit or a stay. Times are local (Japan, +09:00).</summary>
public sealed record Encounter(int Number, int Site, EncounterClass Class, Department Department, DateTime Start, DateTime End)
{
    /// <summary>Whether it belongs to mental-health care, whose entries carry a sensitivity label.</summary>
    public bool IsMentalHealth => Department == Department.Psychiatry;
}

/// <summary>
/// One entry that a site made at an encounter. Times are local (Japan, +09:00) and never before the encounter's start.
/// </summary>
public abstract record RecordEntry(Encounter Encounter, DateTime Time)
{
    /// <summary>Number of the entry within the person, in the order of writing.</summary>
    public int Number { get; init; }

    /// <summary>
    /// A laboratory or check-up result: a number, or a coded or short text answer, by the method that the site's
    /// laboratory uses.
    /// </summary>
    public sealed record Result(Encounter Encounter, DateTime Time, LabTest Test, double? Value, string? Answer)
        : RecordEntry(Encounter, Time)
    {
        public int MethodVariant { get; init; }
    }

    /// <summary>A vital sign or body measurement.</summary>
    public sealed record Sign(Encounter Encounter, DateTime Time, Vital Vital, double Value) : RecordEntry(Encounter, Time);

    /// <summary>A diagnosis as written, with the code that was written (not always the right one).</summary>
    public sealed record Diagnosis(Encounter Encounter, DateTime Time, Disease Disease, string Icd10) : RecordEntry(Encounter, Time)
    {
        /// <summary>When the disease began as far as the writer knows.</summary>
        public DateOnly Onset { get; init; }

        /// <summary>未告知: the person has not been told.</summary>
        public bool IsUntold { get; init; }

        public bool IsSuspected { get; init; }

        /// <summary>Set when the disease is over.</summary>
        public DateOnly? Abated { get; init; }
    }

    public sealed record Prescription(Encounter Encounter, DateTime Time, Drug Drug, int Days) : RecordEntry(Encounter, Time)
    {
        /// <summary>A drug that would give away a diagnosis that the person has not been told of.</summary>
        public bool IsUntold { get; init; }
    }

    public sealed record Procedure(Encounter Encounter, DateTime Time, ProcedureCode Code) : RecordEntry(Encounter, Time)
    {
        public bool IsUntold { get; init; }
    }

    public sealed record Immunisation(Encounter Encounter, DateTime Time, VaccineCode Vaccine) : RecordEntry(Encounter, Time);

    public sealed record Allergy(Encounter Encounter, DateTime Time, string SubstanceJa, string SubstanceEn, bool IsFood)
        : RecordEntry(Encounter, Time);
}
