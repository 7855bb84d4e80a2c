using Chameleon.Engine.Generation;
using Chameleon.Engine.Imaging;

namespace Chameleon.Connector;

/// <summary>Makes the exceptions of the plugin, so that each sentence stands in one place.</summary>
internal static class PluginThrow
{
    private const int QuotedCharacters = 60;
    private const string Ways = $"give a reference such as {PictureStore.UriPrefix}…, a data: URI, or the file in base64";

    public static ChameleonPluginException UnknownPicture(string uri) => new(
        $"There is no picture {Quote(uri)}: it was never here, or newer pictures took its place.");

    public static ChameleonPluginException RemotePicture(bool isWeb) => new(
        isWeb ? $"Pictures are not fetched from the web here: {Ways}." : $"This is not a picture: {Ways}.");

    public static ChameleonPluginException NotAPicture(ImageFormatException exception) => new($"{exception.Message.TrimEnd('.')}: {Ways}.", exception);

    public static ChameleonPluginException Missing(string name) => new($"The argument '{name}' is missing.");

    public static ChameleonPluginException WrongType(string name, string is_, string takes) => new($"The argument '{name}' is {is_}; it takes {takes}.");

    public static ChameleonPluginException Length(string name, int length, string unit, int least, int most) => new(
        $"The argument '{name}' has {length} {unit}; it takes {least} to {most}.");

    public static ChameleonPluginException Range(string name, long value, long least, long most) => new(
        $"The argument '{name}' is {value}; it takes {least} to {most}.");

    public static ChameleonPluginException Blank(string name) => new($"The argument '{name}' is blank.");

    public static ChameleonPluginException NoAnswer() => new("The model answered with no text; ask in other words.");

    public static ChameleonPluginException NoPicture() => new("The model drew no picture; say in other words what to draw.");

    public static ChameleonPluginException NoPainter() => new("No model that draws is set up here; pictures can only be looked at.");

    public static ChameleonPluginException Refused(Exception exception) => new(Sentence(exception), exception);

    private static string Quote(string text) => text.Length <= QuotedCharacters ? $"'{text}'" : $"'{text[..QuotedCharacters]}…'";

    private static string Sentence(Exception exception) => exception switch
    {
        ObjectDisposedException or GenerationException { Error: GenerationError.Disposed } => "The model is being shut down.",
        GenerationException { Error: GenerationError.Failed } => "The model failed on this request; the program that runs it knows why.",

        // What a server says is for the program that chose it: it may name the machine it runs on.
        HttpRequestException => "The server of the model did not answer; try again later.",
        ArgumentException argument => WithoutParameter(argument.Message),
        _ => exception.Message,
    };

    /// <summary>The message before the "(Parameter '…')" that .NET adds for programmers.</summary>
    private static string WithoutParameter(string message)
    {
        var end = message.IndexOf(" (Parameter '", StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }
}
