using System.Text.Json;
using Chameleon.Engine.Models;

namespace Chameleon.Engine.Tests.Models.Chameleon;

public sealed class DemoGoldenTests
{
    [Fact]
    public void Logits_of_the_first_case()
    {
        using var device = TestDevices.Create("reference");
        using var network = global::Chameleon.Engine.Models.Chameleon.ChameleonNetwork.Load(Path.Combine(Golden.RepositoryRoot, "models", "chameleon-tiny"), device);
        using var expected = new TensorFile(Golden.Path("demo", "demo.safetensors"));
        var prompt = Golden.Index("demo").GetProperty("cases")[0].GetProperty("prompt_ids").EnumerateArray().Select(id => id.GetInt32()).ToArray();
        var ids = new int[1, prompt.Length];
        for (var i = 0; i < prompt.Length; i++)
        {
            ids[0, i] = prompt[i];
        }

        var result = network.Forward(new ForwardRequest { Ids = ids, RawLogits = true });
        Near.Assert(expected.Floats("logits_of_case_0"), result.Logits.Values, 2e-4f, "logits");
    }
}
