using System.Text.RegularExpressions;
using Chameleon.Engine.Imaging;

namespace Chameleon.Engine.Tests.Imaging;

/// <summary>A message that may be shown to a stranger: one sentence, no path, no address, no type, no decoder's words.</summary>
internal static partial class HarmlessMessage
{
    public static void Check(ImageFormatException error)
    {
        Assert.Matches(OneSentence(), error.Message);
        Assert.DoesNotMatch(Leak(), error.Message);
        Assert.Null(error.InnerException);
    }

    [GeneratedRegex(@"^[A-Z][^\n\r]{10,200}\.$")]
    private static partial Regex OneSentence();

    [GeneratedRegex(@"/|\\|0x|::|vips|System\.|Exception|buffer", RegexOptions.IgnoreCase)]
    private static partial Regex Leak();
}
