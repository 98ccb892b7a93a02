/**
 * A leader board. Scores are by player and game; a global index has each game's in the order of their points, so that the best ten are one query.
 * `{"play": {"player", "game", "points"}}` keeps a player's best, `{"top": "GAME"}` gives the board.
 */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, QueryCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";

const scores = DynamoDBDocumentClient.from(new DynamoDBClient());
const TableName = process.env.SCORES_TABLE;

export async function handler({ play, top }) {
  return play ? keepBest(play) : board(top);
}

async function keepBest({ player, game, points }) {
  try {
    await scores.send(
      new UpdateCommand({
        TableName,
        Key: { player, game },
        UpdateExpression: "SET points = :points",
        ConditionExpression: "attribute_not_exists(points) OR points < :points",
        ExpressionAttributeValues: { ":points": points },
      }),
    );
    return { best: true };
  } catch (error) {
    if (error.name === "ConditionalCheckFailedException") return { best: false };
    throw error;
  }
}

async function board(game) {
  const { Items } = await scores.send(
    new QueryCommand({
      TableName,
      IndexName: "by-points",
      KeyConditionExpression: "game = :game",
      ExpressionAttributeValues: { ":game": game },
      ScanIndexForward: false,
      Limit: 10,
    }),
  );
  return Items.map(({ player, points }) => ({ player, points }));
}
