using System.Globalization;

namespace Chameleon.Engine.Generation;

/// <summary>Makes the exceptions of generation, so that each sentence stands in one place.</summary>
internal static class GenerationThrow
{
    public static GenerationException InvalidOption(string what, object value, string limit) =>
        new(GenerationError.InvalidOptions, string.Create(CultureInfo.InvariantCulture, $"{what} is {value}; {limit}."));

    public static GenerationException InvalidPrompt(string message) => new(GenerationError.InvalidPrompt, message);

    public static GenerationException PromptTooLong(int promptTokens, int context) => new(
        GenerationError.PromptTooLong,
        $"The prompt has {promptTokens} tokens; the context holds {context}, the answer's first token included.");

    public static GenerationException NoRoomForPicture(int promptTokens, int pictureTokens, int context) => new(
        GenerationError.PromptTooLong,
        $"The prompt has {promptTokens} tokens and a picture takes {pictureTokens}; the context holds {context}.");

    public static GenerationException TooManyPictures(int pictures, int pictureTokens, int fitting, int context) => new(
        GenerationError.PromptTooLong,
        $"The prompt has {pictures} pictures of {pictureTokens} tokens each; a context of {context} holds {fitting} beside its text.");

    public static GenerationException OutOfCache(long neededBytes, long limitBytes) => new(
        GenerationError.OutOfCache,
        $"The answer may need {neededBytes} bytes of key/value cache; the limit is {limitBytes} (a shorter MaxNewTokens needs less).");

    public static GenerationException PicturesNotAllowed(string why) => new(GenerationError.PicturesNotAllowed, why);

    public static GenerationException NonFiniteLogits(int id, float value) => new(
        GenerationError.NonFiniteLogits,
        string.Create(CultureInfo.InvariantCulture, $"The logit of token {id} is {value}; only finite values and −∞ can be sampled from."));

    public static GenerationException NothingPossible() => new(
        GenerationError.NonFiniteLogits, "Every token is forbidden: all logits are −∞.");

    public static GenerationException Busy(int waiting) => new(
        GenerationError.Busy, $"{waiting} requests wait already, which is the limit; try again later.");

    public static GenerationException Abandoned(TimeSpan timeout) => new(
        GenerationError.Abandoned, $"Nobody read the answer for {timeout.TotalSeconds:0} seconds, which is the limit.");

    public static GenerationException Disposed() => new(GenerationError.Disposed, "The engine was disposed.");

    public static GenerationException Failed(Exception inner) => new(
        GenerationError.Failed, $"Generation failed: {inner.Message}", inner);
}
