namespace Phr.Simulator.Hazards;

/// <summary>What can happen. The numbers are stored in truth files: they never change.</summary>
public enum Outcome
{
    /// <summary>Onset of type 2 diabetes: HbA1c drifts to 6.5 % and beyond within months. Once.</summary>
    Type2Diabetes = 0,

    /// <summary>Myocardial infarction or coronary death. Can come again.</summary>
    CoronaryEvent = 1,

    /// <summary>Ischaemic stroke, intracerebral or subarachnoid haemorrhage. Can come again.</summary>
    Stroke = 2,

    /// <summary>A coronary event or a stroke, whichever comes first.</summary>
    CardiovascularEvent = 3,

    /// <summary>
    /// A loss of at least 40 % of eGFR that stays (accepted surrogate end point: Levey et al. 2014, AJKD 64:821), or
    /// eGFR below 15, or dialysis. Dated at its beginning; the loss is complete about a year later. Once.
    /// </summary>
    KidneyDecline = 4,

    /// <summary>Heart failure for the first time. Once.</summary>
    HeartFailure = 5,

    /// <summary>
    /// Decompensation of a known heart failure: an unplanned admission, or death from it. Can come again.
    /// </summary>
    Decompensation = 6,

    /// <summary>Atrial fibrillation for the first time, noticed or not. Once.</summary>
    AtrialFibrillation = 7,

    /// <summary>Death of any cause.</summary>
    Death = 8,
}
