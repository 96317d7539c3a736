using Phr.Simulator.Chance;
using Phr.Simulator.Codes;
using Phr.Simulator.Observation;
using Phr.Simulator.Physiology;

namespace Phr.Simulator.Knowable;

/// <summary>Reads the entries of one month, encounter by encounter.</summary>
internal sealed class MonthReading(World world, int month)
{
    /// <summary>Of a screening in pregnancy, mg/dL: those that find diabetes begin at 150 here, others end at 138.</summary>
    private const double ScreeningGlucose = 144;

    private const double HalfStepSquared = 1.0 / 12;

    private readonly List<Measurement> measurements = [];
    private readonly List<(double, double)> dipsticks = [];
    private Recorded what;
    private SmokingStatus? smoking;
    private (double Systolic, double HbA1c, double Ldl, double Egfr) seen;
    private Treatments prescribed, psychiatric;
    private Diagnoses diagnosed;
    private int cancerSite;

    public void Add(Encounter encounter, IReadOnlyList<RecordEntry> entries)
    {
        var page = new Page(encounter, entries);
        var kind = KindOf(page);
        what |= kind;
        var before = seen;
        foreach (var entry in entries)
        {
            Add(page, kind, entry);
        }

        // What is seen elsewhere decides nothing at the next planned visit.
        seen = (kind & (Recorded.PlannedVisit | Recorded.Checkup)) != 0 ? seen : before;
        if ((kind & Recorded.PlannedVisit) != 0 && seen.HbA1c >= 6.5 && page.Says("E11"))
        {
            what |= Recorded.DiabetesDiagnosed;
        }
    }

    public RecordedMonth Close(IEnumerable<Measurement> devices) => new(month, what)
    {
        Measurements = [.. measurements, .. devices],
        Smoking = smoking,
        Dipsticks = dipsticks,
        Seen = seen,
        Prescribed = prescribed,
        Psychiatric = psychiatric,
        Diagnosed = diagnosed,
        CancerSite = cancerSite,
    };

    private Recorded KindOf(Page page) => page.Encounter.Class switch
    {
        EncounterClass.Checkup => Recorded.Checkup,
        EncounterClass.Inpatient => Recorded.Stay | Stay(page),
        _ => Visit(page),
    };

    private Recorded Stay(Page page)
    {
        var emergency = page.Has(LabTest.Creatinine);
        if (page.Has(LabTest.Crp) && !emergency)
        {
            cancerSite = SiteOf(page);
            return Recorded.Cancer;
        }

        return page.Encounter.Department switch
        {
            Department.Obstetrics => Recorded.Birth | (page.Has(Vital.Systolic) ? Recorded.Preeclampsia : 0),
            Department.Neurology => Recorded.Stroke,
            Department.Nephrology => Recorded.Dialysis,
            _ => page.Has(LabTest.NtProBnp) ? Recorded.HeartFailureStay : emergency ? Recorded.Coronary : Recorded.None,
        };
    }

    private static Recorded Visit(Page page)
    {
        if (page.Performs(Procedures.AnthracyclineInfusion))
        {
            return Recorded.Anthracycline;
        }

        var (pressure, pulse, peptide) = (page.Has(Vital.Systolic), page.Has(Vital.Pulse), page.Has(LabTest.NtProBnp));
        return page.Encounter.Department switch
        {
            Department.Psychiatry => Recorded.Psychiatry,
            Department.Obstetrics => Recorded.Prenatal | Screening(page),
            Department.RespiratoryMedicine => Recorded.None,
            _ when pulse && pressure => Recorded.PlannedVisit,
            _ when pulse && peptide => Recorded.FibrillationFound,
            _ when pressure && peptide => Recorded.HeartFailureFound,
            _ when page.Entries.Any(entry => entry is RecordEntry.Prescription) => Recorded.MinorVisit,
            _ => Recorded.None,
        };
    }

    private static Recorded Screening(Page page) => page.Value(LabTest.RandomGlucose) is not { } glucose ? Recorded.None
        : Recorded.GlucoseScreening | (glucose > ScreeningGlucose ? Recorded.GestationalDiabetes : 0);

    private int SiteOf(Page page)
    {
        var cancers = world.Events.Cancers;
        return Enumerable.Range(0, cancers.Count).FirstOrDefault(i => page.Says(cancers[i].Icd10[..3]));
    }

    private void Add(Page page, Recorded kind, RecordEntry entry)
    {
        switch (entry)
        {
            case RecordEntry.Sign sign:
                Add(page, kind, sign);
                break;
            case RecordEntry.Result { Value: { } value } result:
                Add(result.Test, value);
                break;
            case RecordEntry.Result { Answer: { } answer } result:
                Answer(result.Test, answer);
                break;
            case RecordEntry.Prescription prescription:
                prescribed |= (kind & Recorded.PlannedVisit) != 0 ? prescription.Drug.Class : 0;
                psychiatric |= (kind & Recorded.Psychiatry) != 0 ? prescription.Drug.Class : 0;
                break;
            case RecordEntry.Diagnosis { IsSuspected: false } diagnosis:
                diagnosed |= WrittenDiagnoses.Of(diagnosis.Icd10);
                what |= diagnosis.Icd10.StartsWith("N18", StringComparison.Ordinal) ? Recorded.KidneyDiseaseDiagnosed : 0;
                break;
        }
    }

    private void Add(Page page, Recorded kind, RecordEntry.Sign sign)
    {
        switch (sign.Vital)
        {
            case Vital.Height:
                Measure(Quantity.Height, sign.Value, 0.3);
                break;
            case Vital.Weight:
                Measure(Quantity.Weight, sign.Value, 0.6);
                break;
            case Vital.Pulse:
                var found = (kind & Recorded.FibrillationFound) != 0;
                Measure(found ? Quantity.FibrillatingPulse : Quantity.Pulse, sign.Value, found ? 12 : 6);
                break;
            case Vital.Systolic:
                Pressure(page, kind, sign.Value);
                break;
        }
    }

    private void Pressure(Page page, Recorded kind, double value)
    {
        seen.Systolic = value;
        if (page.Encounter.Department != Department.Obstetrics)
        {
            var found = (kind & Recorded.HeartFailureFound) != 0;
            var mental = (kind & Recorded.Psychiatry) != 0;
            Measure(Quantity.ClinicPressure, value, found ? 1 : mental ? 9 : world.Observation.ClinicPressureNoise);
        }
        else if ((kind & Recorded.Prenatal) != 0)
        {
            Measure(Quantity.ObstetricPressure, value, 9);
        }
    }

    private void Add(LabTest test, double value)
    {
        var habits = world.Observation;
        switch (test)
        {
            case LabTest.HbA1c:
                seen.HbA1c = value;
                Measure(Quantity.HbA1c, value, Math.Sqrt((habits.HbA1cNoise * habits.HbA1cNoise) + (0.01 * HalfStepSquared)));
                break;
            case LabTest.Ldl:
                seen.Ldl = value;
                Logarithm(Quantity.LogLdl, value, habits.LipidNoise);
                break;
            case LabTest.Hdl:
                Logarithm(Quantity.LogHdl, value, habits.LipidNoise);
                break;
            case LabTest.Triglycerides:
                Logarithm(Quantity.LogTriglycerides, value, 0.22);
                break;
            case LabTest.Egfr:
                seen.Egfr = value;
                Logarithm(Quantity.LogEgfr, value, habits.CreatinineNoise);
                break;
            case LabTest.UrineAlbuminRatio:
                Logarithm(Quantity.LogAlbuminuria, value, habits.LogAlbuminuriaNoise);
                break;
            case LabTest.NtProBnp:
                Logarithm(Quantity.LogPeptide, value, 0.35);
                break;
        }
    }

    private void Answer(LabTest test, string answer)
    {
        if (test == LabTest.SmokingAnswer)
        {
            smoking = answer switch { "1" => SmokingStatus.Current, "2" => SmokingStatus.Former, _ => SmokingStatus.Never };
        }
        else if (test == LabTest.UrineProtein)
        {
            dipsticks.Add(answer switch
            {
                "-" => (double.NegativeInfinity, 4.4),
                "+-" => (4.4, 5.3),
                "1+" => (5.3, 6.2),
                "2+" => (6.2, 7.3),
                _ => (7.3, double.PositiveInfinity),
            });
        }
    }

    private void Measure(Quantity quantity, double value, double deviation) =>
        measurements.Add(new Measurement(quantity, value, deviation));

    private void Logarithm(Quantity quantity, double value, double deviation) =>
        Measure(quantity, PortableMath.Log(Math.Max(value, 0.5)), deviation);

    /// <summary>One encounter and what was written at it.</summary>
    private sealed record Page(Encounter Encounter, IReadOnlyList<RecordEntry> Entries)
    {
        public bool Has(LabTest test) => Entries.Any(entry => entry is RecordEntry.Result result && result.Test == test);

        public bool Has(Vital vital) => Entries.Any(entry => entry is RecordEntry.Sign sign && sign.Vital == vital);

        public double? Value(LabTest test) => Entries.OfType<RecordEntry.Result>().FirstOrDefault(result => result.Test == test)?.Value;

        public bool Performs(ProcedureCode code) => Entries.Any(entry => entry is RecordEntry.Procedure done && done.Code == code);

        public bool Says(string icd10) =>
            Entries.Any(entry => entry is RecordEntry.Diagnosis diagnosis && diagnosis.Icd10.StartsWith(icd10, StringComparison.Ordinal));
    }
}
