using System.Text;
using System.Text.Json;
using NetStackSim.Kernel;

namespace NetStackSim.Wfp.Tests;

/// <summary>The tool's answers on every export against those of an answerer that was written from the specification alone.</summary>
public sealed class NaiveAnswerTests
{
    /// <summary>Questions for each export, callout assumption and tie order; NETSTACKSIM_QUESTIONS asks for more.</summary>
    private static int Questions => int.TryParse(Environment.GetEnvironmentVariable("NETSTACKSIM_QUESTIONS"), out int wanted) ? wanted : 400;

    [ExportFact]
    public void Answer_QuestionsAroundEveryCondition_EqualsTheSpecification()
    {
        Dictionary<string, int> decisions = [];
        foreach (string path in ExportData.Files)
        {
            NaiveMachine machine = NaiveMachine.Read(path);
            foreach (bool unregistered in new[] { false, true })
            {
                Compare(path, machine, unregistered, oldest: false, decisions);
                Compare(path, machine, unregistered, oldest: true, decisions);
            }
        }

        Assert.All(["permit", "block", "undecidable"], d => Assert.True(decisions.GetValueOrDefault(d) > 10, d));
    }

    [ExportFact]
    public void Answer_ListWithTheStateOfTheSameMachine_IsTheStatesOwn()
    {
        string path = ExportData.Files.Single(static p => p.EndsWith("b.wfpstate.xml.gz", StringComparison.Ordinal));
        WfpExport state = ExportData.Read(path);
        WfpExport list = ExportData.Read(path.Replace("wfpstate", "filters", StringComparison.Ordinal));
        FlowAdvisor alone = FlowAdvisor.Load(state);
        FlowAdvisor both = FlowAdvisor.Load(list, [state]);
        NaiveQuestions questions = new(NaiveMachine.Read(path), new RandomStreams(13)["list"]);
        for (int i = 0; i < Questions; i++)
        {
            string text = questions.Next(i);
            Assert.True(FlowQuestionReader.TryRead(Encoding.UTF8.GetBytes(text), 1, out FlowQuestion? question, out PolicyError? error), error?.ToString());
            Assert.Equal(Json(alone.Answer(question)), Json(both.Answer(question)));
        }
    }

    private static string Json(FlowAnswer answer)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter writer = new(text))
        {
            answer.Write(writer);
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }

    private static void Compare(string path, NaiveMachine machine, bool unregistered, bool oldest, Dictionary<string, int> decisions)
    {
        ImportOptions options = new()
        {
            Callouts = unregistered ? CalloutAssumption.Unregistered : CalloutAssumption.Continue,
            Ties = oldest ? TieOrder.Oldest : TieOrder.Newest,
        };
        FlowAdvisor advisor = FlowAdvisor.Load(ExportData.Read(path), options: options);
        NaiveQuestions questions = new(machine, new RandomStreams(11)[$"{Path.GetFileName(path)} {unregistered} {oldest}"]);
        for (int i = 0; i < Questions; i++)
        {
            string text = questions.Next(i);
            using JsonDocument question = JsonDocument.Parse(text);
            NaiveAnswer expected = machine.Answer(question.RootElement, unregistered, oldest);
            bool sensitive = expected.Decision != machine.Answer(question.RootElement, unregistered, !oldest).Decision;
            Assert.True(FlowQuestionReader.TryRead(Encoding.UTF8.GetBytes(text), 1, advisor.Policy.Engine.Catalog, out FlowQuestion? asked, out PolicyError? error), error?.ToString());
            FlowAnswer answer = advisor.Answer(asked);
            string terminating = string.Join(", ", answer.Terminating.Select(t => $"{advisor.Policy.SubLayerSymbol(t.Filter.SubLayer.Key)} {t.Filter.Id} {(t.Action == FilterActionType.Block ? "block" : "permit")}"));
            NaiveAnswer actual = new(answer.Decision, answer.IsDefault || answer.Filter is null, answer.Filter?.Id ?? 0, answer.IsHard, terminating);
            Assert.True(expected == actual && sensitive == answer.IsTieSensitive, $"{path} {text}\n{expected} {sensitive}\n{actual} {answer.IsTieSensitive}");
            decisions[answer.Decision] = decisions.GetValueOrDefault(answer.Decision) + 1;
        }
    }
}
