import { textOf } from '../../text/bilingual.ts';

/** The words of a report's summary; `{name}` is a place for a value. */
export const words = {
  keeps: textOf('The server keeps the contract in all {cases}{apart}.', '服务器在全部 {cases}中符合契约{apart}。'),
  apart: textOf(', apart from {list}', '（{list}除外）'),
  onOpenPoints: textOf('{cases} on open points', '悬而未决的{cases}'),
  breaks: textOf(
    'The server does not keep the contract: {what} in {cases}{beside}.{early}',
    '服务器不符合契约：{cases}中有 {what}{beside}。{early}',
  ),
  deviation: textOf('deviation', '个偏差'),
  acceptedOne: textOf('accepted deviation', '个已接受的偏差'),
  gone: textOf('1 accepted deviation that no longer occurs', '1 个已接受但不再出现的偏差'),
  goneMany: textOf('{count} accepted deviations that no longer occur', '{count} 个已接受但不再出现的偏差'),
  beside: textOf(', beside {list}', '（另有 {list}）'),
  early: textOf(' The run ended early: {reason}', '运行提前结束：{reason}'),
  cannot: textOf('The server could not be checked: {reason}', '未能检查服务器：{reason}'),
  case: textOf('case', '个用例'),
};
