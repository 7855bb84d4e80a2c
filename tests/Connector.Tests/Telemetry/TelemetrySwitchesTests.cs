using Chameleon.Connector.Telemetry;

namespace Chameleon.Connector.Tests.Telemetry;

/// <summary>Alone, because the switches are the whole process's.</summary>
[Collection(Name)]
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TelemetrySwitchesTests
{
    private const string Name = "Telemetry switches";
    private const string KernelSwitch = "Microsoft.SemanticKernel.Experimental.GenAI.EnableOTelDiagnosticsSensitive";

    [Fact]
    public void Content_is_off_unless_somebody_asks_for_it()
    {
        using var logging = new LoggingChatClient(new ScriptedChatClient(), new LogLines());
        using var traced = new OpenTelemetryChatClient(new ScriptedChatClient());

        Assert.False(logging.EnableSensitiveData);
        Assert.False(traced.EnableSensitiveData);
    }

    [Theory]
    [InlineData("OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT", "true", true)]
    [InlineData("OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT", "yes", false)]
    [InlineData("SEMANTICKERNEL_EXPERIMENTAL_GENAI_ENABLE_OTEL_DIAGNOSTICS_SENSITIVE", "true", true)]
    public void The_environment_can_ask_for_it(string variable, string value, bool expected)
    {
        Environment.SetEnvironmentVariable(variable, value);
        try
        {
            using var traced = new OpenTelemetryChatClient(new ScriptedChatClient());
            Assert.Equal(expected, traced.EnableSensitiveData);
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, null);
        }
    }

    [Fact]
    public void Semantic_Kernels_switch_can_ask_for_it()
    {
        AppContext.SetSwitch(KernelSwitch, true);
        try
        {
            using var traced = new OpenTelemetryChatClient(new ScriptedChatClient());
            Assert.True(traced.EnableSensitiveData);
        }
        finally
        {
            AppContext.SetSwitch(KernelSwitch, false);
        }
    }
}
