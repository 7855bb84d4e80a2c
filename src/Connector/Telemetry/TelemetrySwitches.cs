namespace Chameleon.Connector.Telemetry;

/// <summary>Whether prompts and answers may be written down: the switches that the field already knows, off unless one is set.</summary>
internal static class TelemetrySwitches
{
    private const string CaptureVariable = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT";
    private const string KernelSwitch = "Microsoft.SemanticKernel.Experimental.GenAI.EnableOTelDiagnosticsSensitive";
    private const string KernelVariable = "SEMANTICKERNEL_EXPERIMENTAL_GENAI_ENABLE_OTEL_DIAGNOSTICS_SENSITIVE";

    /// <summary>What a decorator starts with; asked each time one is made.</summary>
    public static bool CaptureContent =>
        IsTrue(CaptureVariable) || (AppContext.TryGetSwitch(KernelSwitch, out var on) ? on : IsTrue(KernelVariable));

    private static bool IsTrue(string variable) =>
        bool.TryParse(Environment.GetEnvironmentVariable(variable), out var on) && on;
}
