namespace Phr.Model.Choice;

/// <summary>
/// One of several models, and for what and whom it answers (configuration <c>Model:Models:N</c>). What is not said, or blank, holds for
/// all.
/// </summary>
public sealed class ListedModel
{
    /// <summary>Folder of the model; null for the newest of those that are shipped.</summary>
    public string? Folder { get; set; }

    /// <summary>Keys of the outcomes that it answers, separated by spaces or commas.</summary>
    public string? Outcomes { get; set; }

    /// <summary>Age in years from which it answers.</summary>
    public double? AgeFrom { get; set; }

    /// <summary>Age in years up to which, itself not included, it answers.</summary>
    public double? AgeTo { get; set; }

    /// <summary>"male" or "female".</summary>
    public string? Sex { get; set; }

    /// <summary>Beginnings of ICD-10 codes, separated by spaces or commas: for whom one of them is a confirmed diagnosis.</summary>
    public string? Diagnoses { get; set; }

    /// <summary>For whom is in hospital at the moment; false: for whom is not.</summary>
    public bool? InHospital { get; set; }

    /// <summary>
    /// Whether an outcome that the site has not signed this model for goes to the next that holds; otherwise it is not shown.
    /// </summary>
    public bool PassOnUnsigned { get; set; }
}
