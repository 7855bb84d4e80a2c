namespace Chameleon.Web.Data.Exchange;

/// <summary>How much an imported file may bring.</summary>
internal static class ImportLimits
{
    /// <summary>Bytes of the file.</summary>
    public const long File = 1024L * 1024 * 1024;

    /// <summary>Bytes of JSON or Markdown, unpacked.</summary>
    public const int Text = 128 * 1024 * 1024;

    /// <summary>Messages of all branches.</summary>
    public const int Messages = 200_000;

    /// <summary>Pictures.</summary>
    public const int Pictures = 10_000;
}
