namespace Chameleon.Web.Data.Exchange;

/// <summary>Why a file is not imported, in words that may be shown.</summary>
internal static class ImportThrow
{
    public static InvalidDataException Invalid(string reason, Exception? e = null) => new($"The file was not imported. {reason}", e);

    public static InvalidDataException TooLarge(string what, long limit) => Invalid($"{what} is larger than the {limit} bytes that are read.");
}
