using System.Text;

namespace Phr.Model.Meds;

/// <summary>Names of the columns that MEDS 0.4 gives a row, and of those that say to which split a subject belongs.</summary>
internal static class MedsColumns
{
    public const string SubjectId = "subject_id";
    public const string Time = "time";
    public const string Code = "code";
    public const string NumericValue = "numeric_value";
    public const string TextValue = "text_value";
    public const string Split = "split";

    /// <summary>How text is written, in CSV and in Parquet: what is none is refused, not replaced.</summary>
    public static readonly UTF8Encoding Text = new(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);
}
