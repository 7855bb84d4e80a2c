namespace Chameleon.Connector;

/// <summary>
/// A call of a <see cref="ChameleonPlugin"/> that is not answered. The message is one sentence that may be shown to
/// whoever called, a model among them: what is wrong, the value and the limit.
/// </summary>
/// <param name="message">The sentence.</param>
/// <param name="innerException">What lies behind it; not for the caller's eyes.</param>
public sealed class ChameleonPluginException(string message, Exception? innerException = null) : Exception(message, innerException);
